"""References between resources: which must exist, which block a deletion, and which names are unique."""

from collections.abc import Iterator
from typing import NamedTuple

from .state import Row
from .values import Values, at, is_unknown


class Reference(NamedTuple):
    """A property that names another resource. `must`: AWS rejects a name that doesn't exist. `holds`: AWS refuses to
    delete the other as long as this one exists.
    """

    path: str
    target: str
    must: bool = False
    holds: bool = True


_BUCKET = Reference("bucket", "s3.Bucket", must=True, holds=False)
_RULE = [
    Reference("securityGroupId", "ec2.SecurityGroup", holds=False),
    Reference("referencedSecurityGroupId", "ec2.SecurityGroup"),
]

REFERENCES: dict[str, list[Reference]] = {
    "appconfig.Environment": [Reference("applicationId", "appconfig.Application", must=True)],
    "appconfig.ConfigurationProfile": [Reference("applicationId", "appconfig.Application", must=True)],
    "appconfig.Deployment": [
        Reference("applicationId", "appconfig.Application", must=True, holds=False),
        Reference("environmentId", "appconfig.Environment", must=True, holds=False),
        Reference("configurationProfileId", "appconfig.ConfigurationProfile", must=True, holds=False),
    ],
    "s3.BucketObjectv2": [Reference("bucket", "s3.Bucket", must=True)],
    "s3.BucketVersioning": [_BUCKET],
    "s3.BucketPublicAccessBlock": [_BUCKET],
    "s3.BucketServerSideEncryptionConfiguration": [_BUCKET],
    "s3.BucketLifecycleConfiguration": [_BUCKET],
    "s3.BucketPolicy": [_BUCKET],
    "ecs.Service": [
        Reference("cluster", "ecs.Cluster"),
        Reference("taskDefinition", "ecs.TaskDefinition", must=True, holds=False),
        Reference("networkConfiguration.subnets", "ec2.Subnet"),
        Reference("networkConfiguration.securityGroups", "ec2.SecurityGroup"),
        Reference("loadBalancers.targetGroupArn", "lb.TargetGroup", must=True, holds=False),
        Reference("serviceRegistries.registryArn", "servicediscovery.Service", must=True),
        Reference("capacityProviderStrategies.capacityProvider", "ecs.CapacityProvider"),
    ],
    "ecs.CapacityProvider": [
        Reference("autoScalingGroupProvider.autoScalingGroupArn", "autoscaling.Group", must=True, holds=False)
    ],
    "ecs.ClusterCapacityProviders": [
        Reference("clusterName", "ecs.Cluster", holds=False),
        Reference("capacityProviders", "ecs.CapacityProvider"),
    ],
    "appautoscaling.Policy": [Reference("resourceId", "appautoscaling.Target", must=True, holds=False)],
    "iam.RolePolicy": [Reference("role", "iam.Role", must=True)],
    "iam.RolePolicyAttachment": [Reference("role", "iam.Role", must=True), Reference("policyArn", "iam.Policy")],
    "iam.InstanceProfile": [Reference("role", "iam.Role", must=True)],
    "ec2.Subnet": [Reference("vpcId", "ec2.Vpc")],
    "ec2.InternetGateway": [Reference("vpcId", "ec2.Vpc")],
    "ec2.RouteTable": [Reference("vpcId", "ec2.Vpc")],
    "ec2.SecurityGroup": [Reference("vpcId", "ec2.Vpc")],
    "ec2.VpcEndpoint": [
        Reference("vpcId", "ec2.Vpc"),
        Reference("subnetIds", "ec2.Subnet"),
        Reference("securityGroupIds", "ec2.SecurityGroup"),
    ],
    "ec2.NatGateway": [Reference("subnetId", "ec2.Subnet"), Reference("allocationId", "ec2.Eip", must=True)],
    "ec2.Route": [
        Reference("routeTableId", "ec2.RouteTable", holds=False),
        Reference("gatewayId", "ec2.InternetGateway", holds=False),
        Reference("natGatewayId", "ec2.NatGateway", holds=False),
    ],
    "ec2.RouteTableAssociation": [
        Reference("routeTableId", "ec2.RouteTable"),
        Reference("subnetId", "ec2.Subnet", holds=False),
    ],
    "vpc.SecurityGroupIngressRule": _RULE,
    "vpc.SecurityGroupEgressRule": _RULE,
    "autoscaling.Group": [
        Reference("vpcZoneIdentifiers", "ec2.Subnet"),
        Reference("launchTemplate.id", "ec2.LaunchTemplate", must=True, holds=False),
    ],
    "ec2.LaunchTemplate": [Reference("vpcSecurityGroupIds", "ec2.SecurityGroup", holds=False)],
    "servicediscovery.PrivateDnsNamespace": [Reference("vpc", "ec2.Vpc", holds=False)],
    "servicediscovery.Service": [
        Reference("namespaceId", "servicediscovery.PrivateDnsNamespace", must=True),
        Reference("dnsConfig.namespaceId", "servicediscovery.PrivateDnsNamespace", must=True),
    ],
    "route53.Record": [Reference("zoneId", "route53.Zone")],
    "cloudwatch.LogMetricFilter": [Reference("logGroupName", "cloudwatch.LogGroup", must=True, holds=False)],
    "lb.LoadBalancer": [Reference("subnets", "ec2.Subnet"), Reference("securityGroups", "ec2.SecurityGroup")],
    "lb.TargetGroup": [Reference("vpcId", "ec2.Vpc", holds=False)],
    "lb.Listener": [
        Reference("loadBalancerArn", "lb.LoadBalancer", must=True, holds=False),
        Reference("defaultActions.targetGroupArn", "lb.TargetGroup", must=True),
        Reference("defaultActions.forward.targetGroups.arn", "lb.TargetGroup", must=True),
    ],
    "lb.ListenerRule": [
        Reference("listenerArn", "lb.Listener", must=True, holds=False),
        Reference("actions.targetGroupArn", "lb.TargetGroup", must=True),
    ],
}

_RULE_PARTS = (
    "securityGroupId",
    "ipProtocol",
    "fromPort",
    "toPort",
    "cidrIpv4",
    "cidrIpv6",
    "referencedSecurityGroupId",
    "prefixListId",
)
_UNIQUE: dict[str, tuple[str, tuple[str, ...]]] = {
    "s3.Bucket": ("BucketAlreadyOwnedByYou", ("bucket",)),
    "ecs.Service": ("InvalidParameterException: Creation of service was not idempotent", ("cluster", "name")),
    "ecs.CapacityProvider": ("ResourceInUseException", ("name",)),
    "iam.Role": ("EntityAlreadyExists", ("name",)),
    "iam.Policy": ("EntityAlreadyExists", ("name",)),
    "iam.InstanceProfile": ("EntityAlreadyExists", ("name",)),
    "ec2.SecurityGroup": ("InvalidGroup.Duplicate", ("vpcId", "name")),
    "vpc.SecurityGroupIngressRule": ("InvalidPermission.Duplicate", _RULE_PARTS),
    "ec2.Route": ("RouteAlreadyExists", ("routeTableId", "destinationCidrBlock", "destinationIpv6CidrBlock")),
    "ec2.RouteTableAssociation": ("Resource.AlreadyAssociated", ("subnetId", "gatewayId")),
    "ec2.LaunchTemplate": ("InvalidLaunchTemplateName.AlreadyExistsException", ("name",)),
    "autoscaling.Group": ("AlreadyExists", ("name",)),
    "servicediscovery.PrivateDnsNamespace": ("NamespaceAlreadyExists", ("vpc", "name")),
    "servicediscovery.Service": ("ServiceAlreadyExists", ("dnsConfig.namespaceId", "namespaceId", "name")),
    "route53.Record": ("InvalidChangeBatch", ("zoneId", "name", "type", "setIdentifier")),
    "cloudwatch.LogGroup": ("ResourceAlreadyExistsException", ("name",)),
    "ssm.Parameter": ("ParameterAlreadyExists", ("name",)),
    "lb.LoadBalancer": ("DuplicateLoadBalancerName", ("name",)),
    "lb.TargetGroup": ("DuplicateTargetGroupName", ("name",)),
    "lb.Listener": ("DuplicateListener", ("loadBalancerArn", "port")),
}
_UNIQUE["vpc.SecurityGroupEgressRule"] = _UNIQUE["vpc.SecurityGroupIngressRule"]

# By what else than its id a resource is named.
_WORDS: dict[str, tuple[str, ...]] = {
    "appconfig.Environment": ("environmentId",),
    "appconfig.ConfigurationProfile": ("configurationProfileId",),
    "ecs.TaskDefinition": ("arnWithoutRevision", "family"),
    "ecs.Cluster": ("name",),
    "ecs.CapacityProvider": ("name",),
    "iam.Role": ("name",),
    "ec2.LaunchTemplate": ("name",),
    "cloudwatch.LogGroup": ("name",),
    "route53.Zone": ("zoneId",),
}


def references(kind: str, inputs: Values) -> Iterator[tuple[Reference, str]]:
    """What a resource's inputs refer to."""
    for each in REFERENCES.get(kind, ()):
        for word in at(inputs, each.path):
            if isinstance(word, str) and word and not is_unknown(word):
                yield each, word


def aliases(row: Row) -> list[str]:
    """All identifiers of a resource."""
    words = [
        row.id,
        row.outputs.get("id"),
        row.outputs.get("arn"),
        *(row.outputs.get(each) for each in _WORDS.get(row.type, ())),
    ]
    if row.type == "ecs.TaskDefinition":
        words.append(f"{row.outputs['family']}:{row.outputs['revision']}")
    if row.type in _UNIQUE:
        words.append(taken(row.type, row.inputs)[1])
    return [each for each in words if each]


def taken(kind: str, inputs: Values) -> tuple[str, str]:
    """The error if another resource has the same name, and the word for that name."""
    code, paths = _UNIQUE.get(kind, ("", ()))
    return code, "=" + "|".join(
        str(inputs.get(path, "") if "." not in path else (at(inputs, path) or [""])[0]) for path in paths
    )
