"""By which requests each type of resource is created, as the provider creates it. What is not in the table is an error."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..cloudformation import shapes
from ..cloudformation.shapes import Values
from . import network, parts
from .account import Account

Made = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """The request that creates it.

    `returns`: where the response has what the test double's outputs are. `left`: properties that another request sets,
    or none. `words`: names that differ from those of CloudFormation. `then`: the other requests. `by`: does it all.
    """

    operation: str = ""
    returns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    then: Callable[[Account, Values, Any], None] | None = None
    by: Callable[[Account, Values], Made] | None = None


def _text(account: Account, given: Values) -> Made:
    """The policy of a role, as text."""
    values = {"RoleName": given["role"], "PolicyName": given["name"], "PolicyDocument": json.dumps(given["policy"])}
    account.call("iam.PutRolePolicy", values)
    return {}


def _role(account: Account, given: Values) -> Made:
    values = {**given, "assumeRolePolicy": json.dumps(given["assumeRolePolicy"])}
    words = {"assumeRolePolicy": "AssumeRolePolicyDocument", "name": "RoleName"}
    return {"arn": account.call("iam.CreateRole", values, words)["Role"]["Arn"]}


def _profile(account: Account, given: Values) -> Made:
    name = {"InstanceProfileName": given["name"]}
    made = account.call("iam.CreateInstanceProfile", {**name, "tags": given["tags"]})
    account.call("iam.AddRoleToInstanceProfile", {**name, "RoleName": given["role"]})
    return {"arn": made["InstanceProfile"]["Arn"]}


CALLS: Mapping[str, Call] = {
    "appautoscaling.Policy": Call("application-autoscaling.PutScalingPolicy", {"arn": "PolicyARN"}),
    "appautoscaling.Target": Call("application-autoscaling.RegisterScalableTarget"),
    "appconfig.Application": Call("appconfig.CreateApplication", {"id": "Id"}),
    "appconfig.ConfigurationProfile": Call("appconfig.CreateConfigurationProfile", {"configurationProfileId": "Id"}),
    "appconfig.Deployment": Call("appconfig.StartDeployment"),
    "appconfig.DeploymentStrategy": Call("appconfig.CreateDeploymentStrategy", {"id": "Id"}),
    "appconfig.Environment": Call("appconfig.CreateEnvironment", {"environmentId": "Id"}),
    "autoscaling.Group": Call(by=parts.machines),
    "cloudwatch.LogGroup": Call("logs.CreateLogGroup", left=("retentionInDays",), then=parts.retention),
    "cloudwatch.LogMetricFilter": Call("logs.PutMetricFilter"),
    "cloudwatch.MetricAlarm": Call("cloudwatch.PutMetricAlarm", then=parts.alarm),
    "ec2.Eip": Call("ec2.AllocateAddress", {"allocationId": "AllocationId"}, left=("tags",)),
    "ec2.InternetGateway": Call(by=network.internet_gateway),
    "ec2.LaunchTemplate": Call("ec2.CreateLaunchTemplate", {"id": "LaunchTemplate.LaunchTemplateId"}),
    "ec2.NatGateway": Call("ec2.CreateNatGateway", {"id": "NatGateway.NatGatewayId"}, left=("tags",)),
    "ec2.Route": Call("ec2.CreateRoute"),
    "ec2.RouteTable": Call("ec2.CreateRouteTable", {"id": "RouteTable.RouteTableId"}, left=("tags",)),
    "ec2.RouteTableAssociation": Call("ec2.AssociateRouteTable"),
    "ec2.SecurityGroup": Call(by=network.security_group),
    "ec2.Subnet": Call("ec2.CreateSubnet", {"id": "Subnet.SubnetId"}, left=("tags", "mapPublicIpOnLaunch")),
    "ec2.Vpc": Call(
        "ec2.CreateVpc",
        {"id": "Vpc.VpcId"},
        left=("tags", "enableDnsSupport", "enableDnsHostnames"),
        then=network.names_of_vpc,
    ),
    "ec2.VpcEndpoint": Call("ec2.CreateVpcEndpoint", {"id": "VpcEndpoint.VpcEndpointId"}, left=("tags",)),
    "ecs.CapacityProvider": Call("ecs.CreateCapacityProvider", {"arn": "capacityProvider.capacityProviderArn"}),
    "ecs.Cluster": Call("ecs.CreateCluster", {"arn": "cluster.clusterArn"}, {"settings": "settings"}),
    "ecs.ClusterCapacityProviders": Call(by=parts.providers_of_cluster),
    "ecs.Service": Call(
        "ecs.CreateService",
        {"arn": "service.serviceArn"},
        {"orderedPlacementStrategies": "placementStrategy", "deploymentController": "deploymentController"},
    ),
    "ecs.TaskDefinition": Call(
        "ecs.RegisterTaskDefinition",
        {"arn": "taskDefinition.taskDefinitionArn"},
        {"proxyConfiguration.properties": "properties"},
    ),
    "iam.InstanceProfile": Call(by=_profile),
    "iam.Role": Call(by=_role),
    "iam.RolePolicy": Call(by=_text),
    "lb.Listener": Call("elbv2.CreateListener", {"arn": "Listeners.0.ListenerArn"}),
    "lb.LoadBalancer": Call(
        "elbv2.CreateLoadBalancer",
        {"arn": "LoadBalancers.0.LoadBalancerArn"},
        left=("loadBalancerAttributes",),
        then=parts.balancer_attributes,
    ),
    "lb.TargetGroup": Call(
        "elbv2.CreateTargetGroup",
        {"arn": "TargetGroups.0.TargetGroupArn"},
        left=("targetGroupAttributes",),
        then=parts.target_attributes,
    ),
    "route53.Record": Call(by=network.record),
    "route53.Zone": Call(by=network.zone),
    "s3.Bucket": Call(by=parts.bucket),
    "s3.BucketLifecycleConfiguration": Call(
        "s3.PutBucketLifecycleConfiguration",
        words={"rules": "LifecycleConfiguration.Rules", "rules.id": "ID"},
        left=("rules.filter",),
    ),
    "s3.BucketObjectv2": Call(by=parts.bundle),
    "s3.BucketPolicy": Call(by=parts.bucket_policy),
    "s3.BucketPublicAccessBlock": Call(by=parts.public_access),
    "s3.BucketServerSideEncryptionConfiguration": Call(
        "s3.PutBucketEncryption",
        words={
            "rules": "ServerSideEncryptionConfiguration.Rules",
            "rules.applyServerSideEncryptionByDefault": "ApplyServerSideEncryptionByDefault",
        },
    ),
    "s3.BucketVersioning": Call("s3.PutBucketVersioning"),
    "servicediscovery.PrivateDnsNamespace": Call(by=network.namespace),
    "servicediscovery.Service": Call("servicediscovery.CreateService", {"id": "Service.Id", "arn": "Service.Arn"}),
    "vpc.SecurityGroupEgressRule": Call(by=network.rule("ec2.AuthorizeSecurityGroupEgress")),
    "vpc.SecurityGroupIngressRule": Call(by=network.rule("ec2.AuthorizeSecurityGroupIngress")),
}

BENT: Mapping[str, Callable[[Values], Values]] = {"ecs.TaskDefinition": parts.with_hard_limits}
"""What is created instead of what moto refuses, so that the rest can refer to it."""

SHAPES: Mapping[str, Callable[[Values], Values]] = {
    "cloudwatch.MetricAlarm": shapes.alarm,
    "ec2.LaunchTemplate": shapes.launch_template,
    "ec2.SecurityGroup": shapes.security_group,
    "ecs.Service": shapes.service,
    "ecs.TaskDefinition": shapes.task_definition,
    "lb.Listener": shapes.listener,
    "lb.LoadBalancer": shapes.load_balancer,
    "lb.TargetGroup": shapes.target_group,
}
"""The shapes that requests share with CloudFormation."""
