"""What the schemas alone don't tell the provider double: one entry for each resource type that it plays.

An entry names the CloudFormation type and the API request that carry the same values as the Pulumi class, how their
names differ, and what the Terraform provider under Pulumi's does otherwise than CloudFormation. `generate.py` reads it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Played:
    """How one Pulumi class is joined with the schemas.

    `cfn` may go on into a property: `AWS::S3::Bucket#VersioningConfiguration`. `rename` maps a Pulumi path to the
    schemas' path from their top. Properties in `replace` force a replacement, those in `update` don't, whatever
    CloudFormation says. `sets` are lists without an order, `json` texts that are compared by their meaning. `auto` is
    the property that Pulumi names when the program doesn't. `bounds` adds limits that no schema states.
    """

    cfn: str = ""
    api: str = ""
    rename: Mapping[str, str] = field(default_factory=dict)
    replace: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    auto: str = "name"
    bounds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def _name(pascal: str) -> dict[str, str]:
    return {"name": pascal}


_PORT = {"minimum": 0, "maximum": 65535}
_RULE_PORT = {"minimum": -1, "maximum": 65535}
_ROUTE_TARGETS = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId", "routeTableId")
_RULE = Played(
    cfn="AWS::EC2::SecurityGroupIngress",
    rename={"cidrIpv4": "CidrIp", "securityGroupId": "GroupId", "prefixListId": "SourcePrefixListId",
            "referencedSecurityGroupId": "SourceSecurityGroupId"},
    replace=("securityGroupId",),
    update=("ipProtocol", "fromPort", "toPort", "cidrIpv4", "cidrIpv6", "prefixListId", "referencedSecurityGroupId"),
    auto="",
    bounds={
        "fromPort": _RULE_PORT,
        "toPort": _RULE_PORT,
        "ipProtocol": {"pattern": r"^(-1|tcp|udp|icmp|icmpv6|\d{1,3})$"},
        "description": {"maxLength": 255},
        "securityGroupId": {"pattern": "^sg-[0-9a-f]+$"},
        "referencedSecurityGroupId": {"pattern": r"^(\d{12}/)?sg-[0-9a-f]+$"},
    },
)
_LB_NAME = {"maxLength": 32, "pattern": r"^(?!internal-)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$"}

PLAYED: Mapping[str, Played] = {
    # AppConfig
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
    # S3
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
    # ECS
    "ecs.Cluster": Played(
        "AWS::ECS::Cluster",
        "ecs.CreateCluster",
        rename={**_name("ClusterName"), "settings": "ClusterSettings"},
        sets=("settings",),
        bounds={"name": {"maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$"}},
    ),
    "ecs.TaskDefinition": Played(
        "AWS::ECS::TaskDefinition",
        "ecs.RegisterTaskDefinition",
        replace=("containerDefinitions",),
        sets=("requiresCompatibilities", "volumes", "placementConstraints"),
        json=("containerDefinitions",),
        auto="",
        bounds={
            "family": {"maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$"},
            "cpu": {"pattern": r"^(\d+|\d*\.?\d+ ?vCPU)$"},
            "memory": {"pattern": r"^(\d+|\d*\.?\d+ ?GB)$"},
        },
    ),
    "ecs.Service": Played(
        "AWS::ECS::Service",
        "ecs.CreateService",
        rename={
            **_name("ServiceName"),
            "networkConfiguration": "NetworkConfiguration.AwsvpcConfiguration",
            "iamRole": "Role",
        },
        replace=("launchType", "deploymentController.type", "iamRole"),
        sets=(
            "networkConfiguration.subnets",
            "networkConfiguration.securityGroups",
            "capacityProviderStrategies",
            "loadBalancers",
            "placementConstraints",
        ),
        bounds={
            "name": {"maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$"},
            "desiredCount": {"minimum": 0, "maximum": 5000},
            "deploymentMaximumPercent": {"minimum": 100, "maximum": 200},
            "deploymentMinimumHealthyPercent": {"minimum": 0, "maximum": 100},
            "loadBalancers.containerPort": _PORT,
            "serviceRegistries.containerPort": _PORT,
            "serviceRegistries.port": _PORT,
            "networkConfiguration.subnets": {"minItems": 1, "maxItems": 16},
            "networkConfiguration.securityGroups": {"maxItems": 5},
            "networkConfiguration.subnets.*": {"pattern": "^subnet-[0-9a-f]+$"},
            "networkConfiguration.securityGroups.*": {"pattern": "^sg-[0-9a-f]+$"},
        },
    ),
    "ecs.CapacityProvider": Played(
        "AWS::ECS::CapacityProvider",
        "ecs.CreateCapacityProvider",
        bounds={"name": {"maxLength": 255, "pattern": "^(?!aws|ecs|fargate)[A-Za-z0-9_-]+$"}},
    ),
    "ecs.ClusterCapacityProviders": Played(
        "AWS::ECS::ClusterCapacityProviderAssociations",
        rename={"clusterName": "Cluster"},
        replace=("clusterName",),
        sets=("capacityProviders", "defaultCapacityProviderStrategies"),
        auto="",
    ),
    "appautoscaling.Target": Played(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "application-autoscaling.RegisterScalableTarget",
        auto="",
    ),
    "appautoscaling.Policy": Played(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        "application-autoscaling.PutScalingPolicy",
        rename=_name("PolicyName"),
    ),
    # IAM
    "iam.Role": Played(
        "AWS::IAM::Role",
        "iam.CreateRole",
        rename={**_name("RoleName"), "assumeRolePolicy": "AssumeRolePolicyDocument"},
        replace=("namePrefix",),
        sets=("managedPolicyArns", "inlinePolicies"),
        json=("assumeRolePolicy",),
    ),
    "iam.RolePolicy": Played(
        "AWS::IAM::RolePolicy",
        "iam.PutRolePolicy",
        rename={**_name("PolicyName"), "policy": "PolicyDocument", "role": "RoleName"},
        replace=("namePrefix",),
        json=("policy",),
    ),
    "iam.Policy": Played(
        "AWS::IAM::ManagedPolicy",
        "iam.CreatePolicy",
        rename={**_name("ManagedPolicyName"), "policy": "PolicyDocument"},
        replace=("namePrefix",),
        json=("policy",),
        bounds={"name": {"maxLength": 128, "pattern": r"^[\w+=,.@-]+$"}},
    ),
    "iam.RolePolicyAttachment": Played(
        api="iam.AttachRolePolicy", rename={"role": "RoleName"}, replace=("role", "policyArn"), auto=""
    ),
    "iam.InstanceProfile": Played(
        "AWS::IAM::InstanceProfile",
        "iam.CreateInstanceProfile",
        rename=_name("InstanceProfileName"),
        replace=("namePrefix",),
    ),
    # VPC
    "ec2.Vpc": Played("AWS::EC2::VPC", "ec2.CreateVpc", auto="", bounds={"cidrBlock": {"format": "ipv4-network"}}),
    "ec2.Subnet": Played(
        "AWS::EC2::Subnet", "ec2.CreateSubnet", auto="", bounds={"cidrBlock": {"format": "ipv4-network"}}
    ),
    "ec2.InternetGateway": Played("AWS::EC2::InternetGateway", auto=""),
    "ec2.NatGateway": Played(
        "AWS::EC2::NatGateway", "ec2.CreateNatGateway", rename={"privateIp": "PrivateIpAddress"}, auto=""
    ),
    "ec2.Eip": Played("AWS::EC2::EIP", "ec2.AllocateAddress", replace=("domain",), auto=""),
    "ec2.RouteTable": Played("AWS::EC2::RouteTable", auto=""),
    "ec2.Route": Played("AWS::EC2::Route", "ec2.CreateRoute", replace=_ROUTE_TARGETS, auto=""),
    "ec2.RouteTableAssociation": Played("AWS::EC2::SubnetRouteTableAssociation", update=("routeTableId",), auto=""),
    "ec2.VpcEndpoint": Played(
        "AWS::EC2::VPCEndpoint",
        "ec2.CreateVpcEndpoint",
        sets=("subnetIds", "securityGroupIds", "routeTableIds"),
        json=("policy",),
        auto="",
    ),
    "ec2.SecurityGroup": Played(
        "AWS::EC2::SecurityGroup",
        "ec2.CreateSecurityGroup",
        rename={**_name("GroupName"), "description": "GroupDescription"},
        replace=("namePrefix",),
        sets=("ingress", "egress"),
        bounds={
            "name": {"maxLength": 255, "pattern": r"^(?!sg-)[A-Za-z0-9 ._:/()#,@\[\]+=&;{}!$*-]+$"},
            "description": {"maxLength": 255},
            **{f"{way}.{end}Port": _RULE_PORT for way in ("ingress", "egress") for end in ("from", "to")},
        },
    ),
    "vpc.SecurityGroupIngressRule": _RULE,
    "vpc.SecurityGroupEgressRule": _RULE,
    "ec2.LaunchTemplate": Played(
        "AWS::EC2::LaunchTemplate",
        "ec2.CreateLaunchTemplate",
        rename={**_name("LaunchTemplateName"), "description": "VersionDescription"},
        replace=("namePrefix",),
        sets=("vpcSecurityGroupIds",),
    ),
    "autoscaling.Group": Played(
        "AWS::AutoScaling::AutoScalingGroup",
        "autoscaling.CreateAutoScalingGroup",
        rename={**_name("AutoScalingGroupName"), "vpcZoneIdentifiers": "VPCZoneIdentifier"},
        replace=("namePrefix",),
        sets=("vpcZoneIdentifiers", "targetGroupArns", "tags", "enabledMetrics"),
        bounds={"minSize": {"minimum": 0}, "maxSize": {"minimum": 0}},
    ),
    # Names
    "servicediscovery.PrivateDnsNamespace": Played(
        "AWS::ServiceDiscovery::PrivateDnsNamespace", "servicediscovery.CreatePrivateDnsNamespace"
    ),
    "servicediscovery.Service": Played(
        "AWS::ServiceDiscovery::Service",
        "servicediscovery.CreateService",
        replace=("dnsConfig.namespaceId", "dnsConfig.routingPolicy", "dnsConfig.dnsRecords.type"),
        bounds={"name": {"maxLength": 127, "pattern": r"^[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$"}},
    ),
    "route53.Zone": Played(
        "AWS::Route53::HostedZone", "route53.CreateHostedZone", sets=("vpcs",), bounds={"name": {"maxLength": 1024}}
    ),
    "route53.Record": Played(
        "AWS::Route53::RecordSet",
        rename={"zoneId": "HostedZoneId", "records": "ResourceRecords", "aliases": "AliasTarget"},
        replace=("name", "zoneId"),
        sets=("records",),
        auto="",
        bounds={
            "name": {"maxLength": 1024},
            "ttl": {"minimum": 0, "maximum": 2147483647},
            "type": {
                "enum": ["A", "AAAA", "CAA", "CNAME", "DS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "TXT"]
            },
        },
    ),
    # Watching
    "cloudwatch.LogGroup": Played(
        "AWS::Logs::LogGroup",
        "logs.CreateLogGroup",
        rename=_name("LogGroupName"),
        replace=("namePrefix", "logGroupClass"),
    ),
    "cloudwatch.MetricAlarm": Played(
        "AWS::CloudWatch::Alarm",
        "cloudwatch.PutMetricAlarm",
        rename={**_name("AlarmName"), "metricQueries": "Metrics"},
        replace=("name",),
        sets=("alarmActions", "okActions", "insufficientDataActions", "metricQueries"),
        auto="name",
    ),
    "cloudwatch.Dashboard": Played(
        "AWS::CloudWatch::Dashboard",
        "cloudwatch.PutDashboard",
        replace=("dashboardName",),
        json=("dashboardBody",),
        auto="",
    ),
    "ssm.Parameter": Played(  # CloudFormation makes no SecureString
        "AWS::SSM::Parameter",
        "ssm.PutParameter",
        bounds={"value": {"maxLength": 8192}, "type": {"enum": ["SecureString", "String", "StringList"]}},
    ),
    # Load balancing
    "lb.LoadBalancer": Played(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "elbv2.CreateLoadBalancer",
        rename={"loadBalancerType": "Type"},
        replace=("namePrefix", "internal"),
        sets=("subnets", "securityGroups"),
        bounds={"name": _LB_NAME},
    ),
    "lb.TargetGroup": Played(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "elbv2.CreateTargetGroup",
        replace=("namePrefix",),
        bounds={
            "name": _LB_NAME,
            "healthCheck.interval": {"minimum": 5, "maximum": 300},
            "healthCheck.timeout": {"minimum": 2, "maximum": 120},
            "deregistrationDelay": {"minimum": 0, "maximum": 3600},
            "slowStart": {"minimum": 0, "maximum": 900},
        },
    ),
    "lb.Listener": Played("AWS::ElasticLoadBalancingV2::Listener", "elbv2.CreateListener", auto=""),
    "lb.ListenerRule": Played(
        "AWS::ElasticLoadBalancingV2::ListenerRule", "elbv2.CreateRule", replace=("listenerArn",), auto=""
    ),
}
