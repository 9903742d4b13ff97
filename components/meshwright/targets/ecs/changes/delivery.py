"""AppConfig and S3."""

from collections.abc import Mapping

from meshwright.targets.ecs.changes.model import (
    CONSTANT,
    ENVIRONMENT,
    NAMED,
    PARENT,
    Properties,
    in_place,
    regional,
    replaced,
    tagged,
)

_SAME = "a deployment is an event: a new one is started, and nothing is deleted"

DELIVERY: Mapping[str, Properties] = {
    "appconfig.Application": tagged({"name": NAMED, "description": NAMED}),
    "appconfig.Environment": tagged(
        {"applicationId": PARENT, "name": NAMED, "description": NAMED, "monitors": in_place("Ecs(alarms)")}
    ),
    "appconfig.ConfigurationProfile": tagged(
        {"applicationId": PARENT, "name": CONSTANT, "locationUri": PARENT, "retrievalRoleArn": PARENT}
    ),
    "appconfig.DeploymentStrategy": tagged(
        {
            "name": ENVIRONMENT,
            "deploymentDurationInMinutes": in_place("AppConfig(over)"),
            "growthFactor": in_place("AppConfig(step)"),
            "finalBakeTimeInMinutes": in_place("AppConfig(bake)"),
            "growthType": CONSTANT,
            "replicateTo": CONSTANT,
        }
    ),
    "appconfig.Deployment": tagged(
        {
            "applicationId": PARENT,
            "environmentId": PARENT,
            "configurationProfileId": PARENT,
            "configurationVersion": replaced("routes, weights, calls: whatever changes the bundle", _SAME),
            "deploymentStrategyId": replaced("the second deployment of a proxy", _SAME),
            "description": replaced("whatever changes the bundle, redeploy", _SAME),
        }
    ),
    "s3.Bucket": tagged({"bucket": NAMED, "forceDestroy": CONSTANT}),
    "s3.BucketPolicy": regional({"bucket": PARENT, "policy": PARENT}),
    "s3.BucketVersioning": regional({"bucket": PARENT, "versioningConfiguration": CONSTANT}),
    "s3.BucketPublicAccessBlock": regional(
        {
            "bucket": PARENT,
            "blockPublicAcls": CONSTANT,
            "blockPublicPolicy": CONSTANT,
            "ignorePublicAcls": CONSTANT,
            "restrictPublicBuckets": CONSTANT,
        }
    ),
    "s3.BucketServerSideEncryptionConfiguration": regional({"bucket": PARENT, "rules": CONSTANT}),
    "s3.BucketLifecycleConfiguration": regional({"bucket": PARENT, "rules": CONSTANT}),
    "s3.BucketObjectv2": tagged(
        {
            "bucket": PARENT,
            "key": NAMED,
            "contentType": CONSTANT,
            "source": in_place("routes, weights, calls: whatever changes the bundle"),
            "content": in_place("the same, for a bundle with a Given"),
        }
    ),
}
