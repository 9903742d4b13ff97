"""How each type of resource is written in CloudFormation. What is not in the table is an error."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.standin.mapping import PLAYED

from . import shapes
from .shapes import Values


@dataclass(frozen=True)
class Kind:
    """One type.

    `shape` is done first, where the two differ by more than names. `words`: CloudFormation's path for a property's, both
    from the top; those of the test double come first. `left`: properties that are Pulumi's own, not AWS's.
    `returns`: how a template refers to an output: `Ref`, or the attribute of `Fn::GetAtt`. `into`: the property of which
    resource it is, where CloudFormation has no type for it.
    """

    returns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    shape: Callable[[Values], Values] = dict
    cfn: str = ""
    into: str = ""


_ARN = {"arn": "Arn"}
_REF = {"id": "Ref"}


KINDS: Mapping[str, Kind] = {
    "appautoscaling.Policy": Kind(),
    "appautoscaling.Target": Kind(),
    "appconfig.Application": Kind({"id": "Ref"}),
    "appconfig.ConfigurationProfile": Kind({"configurationProfileId": "ConfigurationProfileId"}),
    "appconfig.Deployment": Kind(),
    "appconfig.DeploymentStrategy": Kind(_REF),
    "appconfig.Environment": Kind({"environmentId": "EnvironmentId"}),
    "autoscaling.Group": Kind(
        {"arn": "AutoScalingGroupARN"},
        {"launchTemplate": "LaunchTemplate", "launchTemplate.id": "LaunchTemplateId"},
    ),
    "cloudwatch.LogGroup": Kind({"name": "Ref"}),
    "cloudwatch.LogMetricFilter": Kind(
        words={f"metricTransformation.{each}": f"Metric{each.title()}" for each in ("name", "namespace", "value")}
    ),
    "cloudwatch.MetricAlarm": Kind(_ARN, shape=shapes.alarm),
    "ec2.Eip": Kind({"allocationId": "AllocationId"}),
    "ec2.InternetGateway": Kind(_REF, left=("vpcId",)),  # the template adds its attachment
    "ec2.LaunchTemplate": Kind(_REF, shape=shapes.launch_template),
    "ec2.NatGateway": Kind(_REF),
    "ec2.Route": Kind(),
    "ec2.RouteTable": Kind(_REF),
    "ec2.RouteTableAssociation": Kind(),
    "ec2.SecurityGroup": Kind(
        {"id": "GroupId"},
        {way: f"SecurityGroup{way.title()}" for way in ("ingress", "egress")},
        shape=shapes.security_group,
    ),
    "ec2.Subnet": Kind(_REF),
    "ec2.Vpc": Kind(_REF),
    "ec2.VpcEndpoint": Kind(_REF),
    "ecs.CapacityProvider": Kind({"name": "Ref"}),
    "ecs.Cluster": Kind({"arn": "Arn", "name": "Ref"}),
    "ecs.ClusterCapacityProviders": Kind(),
    "ecs.Service": Kind(
        {"arn": "Ref"},
        {
            "capacityProviderStrategies": "CapacityProviderStrategy",
            "deploymentCircuitBreaker": "DeploymentConfiguration.DeploymentCircuitBreaker",
            "deploymentMaximumPercent": "DeploymentConfiguration.MaximumPercent",
            "deploymentMinimumHealthyPercent": "DeploymentConfiguration.MinimumHealthyPercent",
            "orderedPlacementStrategies": "PlacementStrategies",
        },
        left=("waitForSteadyState", "forceNewDeployment"),
        shape=shapes.service,
    ),
    "ecs.TaskDefinition": Kind(
        {"arn": "Ref"},
        {"proxyConfiguration.properties": "ProxyConfigurationProperties"},
        left=("skipDestroy",),
        shape=shapes.task_definition,
    ),
    "iam.InstanceProfile": Kind(_ARN, {"role": "Roles"}, left=("tags",)),  # CloudFormation tags no profiles
    "iam.Role": Kind({"arn": "Arn", "name": "Ref"}, {"assumeRolePolicy": "AssumeRolePolicyDocument"}),
    "iam.RolePolicy": Kind(
        words={"name": "PolicyName", "policy": "PolicyDocument", "role": "RoleName"}, cfn="AWS::IAM::RolePolicy"
    ),
    "lb.Listener": Kind({"arn": "Ref"}, {"certificateArn": "Certificates"}, shape=shapes.listener),
    "lb.LoadBalancer": Kind({"arn": "Ref"}, shape=shapes.load_balancer),
    "lb.TargetGroup": Kind({"arn": "Ref"}, shape=shapes.target_group),
    "route53.Record": Kind(),
    "route53.Zone": Kind(
        {"zoneId": "Ref"},
        {"comment": "HostedZoneConfig.Comment", "tags": "HostedZoneTags"},
    ),
    "s3.Bucket": Kind({"bucket": "Ref", "arn": "Arn"}, left=("forceDestroy",)),
    "s3.BucketLifecycleConfiguration": Kind(
        into="LifecycleConfiguration",
        words={"rules.filter.prefix": "Prefix"},
        shape=shapes.lifecycle,
    ),
    "s3.BucketPolicy": Kind(words={"policy": "PolicyDocument"}),
    "s3.BucketPublicAccessBlock": Kind(into="PublicAccessBlockConfiguration"),
    "s3.BucketServerSideEncryptionConfiguration": Kind(
        into="BucketEncryption",
        words={
            "rules": "ServerSideEncryptionConfiguration",
            "rules.applyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
            "rules.applyServerSideEncryptionByDefault.sseAlgorithm": "SSEAlgorithm",
        },
    ),
    "s3.BucketVersioning": Kind(into="VersioningConfiguration", shape=lambda each: each["versioningConfiguration"]),
    "servicediscovery.PrivateDnsNamespace": Kind({"id": "Id"}),
    "servicediscovery.Service": Kind({"id": "Id", "arn": "Arn"}, left=("forceDestroy",)),
    "vpc.SecurityGroupEgressRule": Kind(
        cfn="AWS::EC2::SecurityGroupEgress",
        words={"referencedSecurityGroupId": "DestinationSecurityGroupId", "prefixListId": "DestinationPrefixListId"},
        left=("tags",),  # CloudFormation tags no rules
    ),
    "vpc.SecurityGroupIngressRule": Kind(left=("tags",)),
}

NO_TYPE = {"s3.BucketObjectv2"}
"""CloudFormation makes no objects."""


def kind_of(name: str) -> tuple[str, Kind]:
    """CloudFormation's type, and how it is written."""
    kind = KINDS[name]
    return "AWS::S3::Bucket" if kind.into else kind.cfn or PLAYED[name].cfn, kind


def words_of(name: str) -> Mapping[str, str]:
    ours = {} if KINDS[name].into or KINDS[name].cfn else PLAYED[name].rename
    theirs = {"securityGroupId": "GroupId", "cidrIpv4": "CidrIp"} if name.startswith("vpc.") else {}
    return {**ours, **theirs, **KINDS[name].words}


def texts(name: str, inputs: Values) -> Values:
    """The inputs, with JSON texts as what they say, as a template has them."""
    return {
        key: json.loads(each) if key in PLAYED[name].json and isinstance(each, str) else each
        for key, each in inputs.items()
    }
