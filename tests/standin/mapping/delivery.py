"""AppConfig and S3."""

from collections.abc import Mapping

from .played import Played

DELIVERY: Mapping[str, Played] = {
    "appconfig.Application": Played("AWS::AppConfig::Application", "appconfig.CreateApplication"),
    "appconfig.Environment": Played("AWS::AppConfig::Environment", "appconfig.CreateEnvironment", sets=("monitors",)),
    "appconfig.ConfigurationProfile": Played(
        "AWS::AppConfig::ConfigurationProfile", "appconfig.CreateConfigurationProfile", sets=("validators",)
    ),
    "appconfig.Deployment": Played(
        "AWS::AppConfig::Deployment",
        "appconfig.StartDeployment",
        update=("tags",),
        auto="",
        bounds={
            "applicationId": {"pattern": "^[a-z0-9]{4,7}$"},
            "environmentId": {"pattern": "^[a-z0-9]{4,7}$"},
            "configurationProfileId": {"pattern": "^[a-z0-9]{4,7}$"},
        },
    ),
    "appconfig.DeploymentStrategy": Played("AWS::AppConfig::DeploymentStrategy", "appconfig.CreateDeploymentStrategy"),
    "s3.Bucket": Played(
        "AWS::S3::Bucket",
        rename={"bucket": "BucketName"},
        replace=("bucketPrefix", "objectLockEnabled"),
        auto="bucket",
        bounds={
            "bucket": {"minLength": 3, "maxLength": 63, "pattern": r"^[a-z0-9][a-z0-9.-]*[a-z0-9]$"},
            "bucketPrefix": {"maxLength": 37},
        },
    ),
    "s3.BucketVersioning": Played(
        "AWS::S3::Bucket#VersioningConfiguration", "s3.PutBucketVersioning", replace=("bucket",)
    ),
    "s3.BucketPublicAccessBlock": Played("AWS::S3::Bucket#PublicAccessBlockConfiguration", replace=("bucket",)),
    "s3.BucketServerSideEncryptionConfiguration": Played(
        api="s3.PutBucketEncryption",
        rename={"rules": "ServerSideEncryptionConfiguration.Rules"},
        replace=("bucket", "expectedBucketOwner"),
        sets=("rules",),
    ),
    "s3.BucketLifecycleConfiguration": Played(
        api="s3.PutBucketLifecycleConfiguration",
        rename={"rules": "LifecycleConfiguration.Rules"},
        replace=("bucket", "expectedBucketOwner"),
    ),
    "s3.BucketPolicy": Played("AWS::S3::BucketPolicy", "s3.PutBucketPolicy", replace=("bucket",), json=("policy",)),
    "s3.BucketObjectv2": Played(
        api="s3.PutObject",
        replace=("bucket", "key"),
        auto="key",
        bounds={"key": {"minLength": 1, "maxLength": 1024}, "content": {"maxLength": 2**21}},
    ),
}
