"""Resources that take more than one request, or another form in it."""

import json
from pathlib import Path
from typing import Any

from ..cloudformation.shapes import Values
from .account import Account


def retention(account: Account, given: Values, _answer: Any) -> None:
    values = {"logGroupName": given["name"], "retentionInDays": given["retentionInDays"]}
    account.call("logs.PutRetentionPolicy", values)


def alarm(account: Account, given: Values, _answer: Any) -> None:
    (found,) = account.call("cloudwatch.DescribeAlarms", {"AlarmNames": [given["name"]]})["MetricAlarms"]
    assert found["AlarmArn"].endswith(f":alarm:{given['name']}"), "the test double's"


def machines(account: Account, given: Values) -> Values:
    words = {
        "name": "AutoScalingGroupName",
        "vpcZoneIdentifiers": "VPCZoneIdentifier",
        "launchTemplate.id": "LaunchTemplateId",
    }
    values = {**given, "vpcZoneIdentifiers": ",".join(given["vpcZoneIdentifiers"])}
    account.call("autoscaling.CreateAutoScalingGroup", values, words)
    asked = {"AutoScalingGroupNames": [given["name"]]}
    (found,) = account.call("autoscaling.DescribeAutoScalingGroups", asked)["AutoScalingGroups"]
    return {"arn": found["AutoScalingGroupARN"]}


def with_hard_limits(given: Values) -> Values:
    """A task definition whose containers have hard limits of their memory."""
    containers = [{**each, "memory": each["memoryReservation"]} for each in given["containerDefinitions"]]
    return {**given, "containerDefinitions": containers}


def certificate(account: Account, arn: str) -> None:
    """The certificate that is there already."""
    made = account.call("acm.RequestCertificate", {"DomainName": "shop.example"})
    account.known[arn] = made["CertificateArn"]


def providers_of_cluster(account: Account, given: Values) -> Values:
    values = {"cluster": given["clusterName"], "capacityProviders": given["capacityProviders"]}
    account.call("ecs.PutClusterCapacityProviders", {**values, "defaultCapacityProviderStrategy": []})
    return {}


def balancer_attributes(account: Account, given: Values, answer: Any) -> None:
    values = {
        "LoadBalancerArn": answer["LoadBalancers"][0]["LoadBalancerArn"],
        "Attributes": given["loadBalancerAttributes"],
    }
    account.call("elbv2.ModifyLoadBalancerAttributes", values)


def target_attributes(account: Account, given: Values, answer: Any) -> None:
    values = {
        "TargetGroupArn": answer["TargetGroups"][0]["TargetGroupArn"],
        "Attributes": given["targetGroupAttributes"],
    }
    account.call("elbv2.ModifyTargetGroupAttributes", values)


def bucket(account: Account, given: Values) -> Values:
    name = {"Bucket": given["bucket"]}
    account.call("s3.CreateBucket", {**name, "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}})
    tags = [{"Key": key, "Value": value} for key, value in given["tags"].items()]
    account.call("s3.PutBucketTagging", {**name, "Tagging": {"TagSet": tags}})
    return {}


def bucket_policy(account: Account, given: Values) -> Values:
    account.call("s3.PutBucketPolicy", {"Bucket": given["bucket"], "Policy": json.dumps(given["policy"])})
    return {}


def public_access(account: Account, given: Values) -> Values:
    rest = {key: each for key, each in given.items() if key != "bucket"}
    values = {"Bucket": given["bucket"], "PublicAccessBlockConfiguration": rest}
    account.call("s3.PutPublicAccessBlock", values)
    return {}


def bundle(account: Account, given: Values) -> Values:
    content = given["content"] if "content" in given else Path(given["source"]["path"]).read_text()
    values = {"Bucket": given["bucket"], "Key": given["key"], "ContentType": given["contentType"], "Body": content}
    return {"versionId": account.call("s3.PutObject", values)["VersionId"]}
