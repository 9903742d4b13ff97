"""VPCs and what is in them."""

import ipaddress
from collections.abc import Iterator

from ..check import Failure, rule
from ..making import ACCOUNT, VOLATILE, AwsError, Making, create, update
from ..values import Values, is_unknown

_TEMPLATE = (
    "imageId",
    "instanceType",
    "userData",
    "iamInstanceProfile",
    "tagSpecifications",
    "vpcSecurityGroupIds",
    "networkInterfaces",
    "blockDeviceMappings",
    "metadataOptions",
)
VOLATILE["ec2.LaunchTemplate"] = {"latestVersion": _TEMPLATE}


def _with_arn(making: Making, prefix: str, word: str, **more: object) -> Values:
    own = f"{prefix}-{making.hex()}"
    return {"id": own, "arn": making.arn("ec2", f"{word}/{own}"), "ownerId": ACCOUNT, **more}


@create("ec2.Vpc")
def vpc(making: Making) -> Values:
    return _with_arn(
        making,
        "vpc",
        "vpc",
        defaultSecurityGroupId=f"sg-{making.hex(17, 'default')}",
        defaultNetworkAclId=f"acl-{making.hex(17, 'default')}",
        defaultRouteTableId=f"rtb-{making.hex(17, 'default')}",
        mainRouteTableId=f"rtb-{making.hex(17, 'default')}",
        enableDnsSupport=making.get("enableDnsSupport", True),
        enableDnsHostnames=making.get("enableDnsHostnames", False),
        instanceTenancy=making.get("instanceTenancy", "default"),
    )


@create("ec2.Subnet")
def subnet(making: Making) -> Values:
    """Within its VPC's addresses and clear of the other subnets'."""
    state, home, block = making.state, making.get("vpcId"), making.get("cidrBlock")
    if block:
        network = ipaddress.ip_network(block)
        around = state.find("ec2.Vpc", home, making.region)
        if around and not network.subnet_of(ipaddress.ip_network(around.inputs["cidrBlock"])):  # type: ignore[arg-type]
            raise AwsError("InvalidSubnet.Range", f"{block} is not within {around.inputs['cidrBlock']}")
        for each in state.rows("ec2.Subnet"):
            if each.inputs["vpcId"] == home and network.overlaps(ipaddress.ip_network(each.inputs["cidrBlock"])):
                raise AwsError("InvalidSubnet.Conflict", f"{block} overlaps {each.inputs['cidrBlock']} of {each.id}")
    zone = making.get("availabilityZone", f"{making.region}a")
    if not zone.startswith(making.region):
        raise AwsError("InvalidParameterValue", f"{zone} is not in {making.region}")
    return _with_arn(
        making, "subnet", "subnet", availabilityZone=zone, mapPublicIpOnLaunch=making.get("mapPublicIpOnLaunch", False)
    )


@create("ec2.InternetGateway")
def internet_gateway(making: Making) -> Values:
    return _with_arn(making, "igw", "internet-gateway")


@create("ec2.RouteTable")
def route_table(making: Making) -> Values:
    return _with_arn(making, "rtb", "route-table")


@create("ec2.NatGateway")
def nat_gateway(making: Making) -> Values:
    return {"id": f"nat-{making.hex()}", "publicIp": "203.0.113.10", "networkInterfaceId": f"eni-{making.hex()}"}


@create("ec2.Eip")
def address(making: Making) -> Values:
    own = f"eipalloc-{making.hex()}"
    number = making.state.count("address")
    public = f"203.0.113.{number % 250 + 1}"
    return {
        "id": own,
        "allocationId": own,
        "publicIp": public,
        "arn": making.arn("ec2", f"elastic-ip/{own}"),
        "domain": "vpc",
    }


@create("ec2.Route")
def route(making: Making) -> Values:
    return {"id": f"r-{making.get('routeTableId')}{making.hex(10)}", "origin": "CreateRoute", "state": "active"}


@create("ec2.RouteTableAssociation")
def association(making: Making) -> Values:
    return {"id": f"rtbassoc-{making.hex()}"}


@create("ec2.VpcEndpoint")
def endpoint(making: Making) -> Values:
    own = f"vpce-{making.hex()}"
    service = str(making.get("serviceName")).rpartition(".")[2]
    name = f"{own}-{making.hex(8)}.{service}.{making.region}.vpce.amazonaws.com"
    gateway = making.get("vpcEndpointType", "Gateway") == "Gateway"
    return {
        "id": own,
        "arn": making.arn("ec2", f"vpc-endpoint/{own}"),
        "state": "available",
        "dnsEntries": [] if gateway else [{"dnsName": name, "hostedZoneId": "Z38GZ743OKFT7T"}],
        "prefixListId": f"pl-{making.hex(8)}" if gateway else "",
        "vpcEndpointType": making.get("vpcEndpointType", "Gateway"),
    }


@rule("ec2.VpcEndpoint")
def endpoint_parts(given: Values) -> Iterator[Failure]:
    if given.get("vpcEndpointType", "Gateway") == "Gateway":
        for name in ("subnetIds", "securityGroupIds", "privateDnsEnabled"):
            if given.get(name):
                yield name, "an endpoint of type Gateway has none"
    elif given.get("routeTableIds"):
        yield "routeTableIds", "only an endpoint of type Gateway has route tables"


@create("ec2.SecurityGroup")
def security_group(making: Making) -> Values:
    return _with_arn(
        making, "sg", "security-group", name=making.name, description=making.get("description", "Managed by Pulumi")
    )


@create("vpc.SecurityGroupIngressRule", "vpc.SecurityGroupEgressRule")
def security_group_rule(making: Making) -> Values:
    own = f"sgr-{making.hex()}"
    return {"id": own, "securityGroupRuleId": own, "arn": making.arn("ec2", f"security-group-rule/{own}")}


@rule("vpc.SecurityGroupIngressRule", "vpc.SecurityGroupEgressRule")
def ports(given: Values) -> Iterator[Failure]:
    protocol, low, high = given["ipProtocol"], given.get("fromPort"), given.get("toPort")
    if is_unknown(protocol):
        return
    if protocol == "-1":
        yield from (
            (name, "ipProtocol -1 is all ports") for name in ("fromPort", "toPort") if given.get(name) not in (None, -1)
        )
    elif protocol in ("tcp", "udp", "6", "17"):
        yield from ((name, f"required for {protocol}") for name in ("fromPort", "toPort") if given.get(name) is None)
        if isinstance(low, int) and isinstance(high, int) and low > high:
            yield "toPort", f"{high} is less than fromPort {low}"


@create("ec2.LaunchTemplate")
def launch_template(making: Making) -> Values:
    own = f"lt-{making.hex()}"
    arn = making.arn("ec2", f"launch-template/{own}")
    return {"id": own, "arn": arn, "latestVersion": 1, "defaultVersion": making.get("defaultVersion", 1)}


@update("ec2.LaunchTemplate")
def next_template(making: Making) -> Values:
    old = making.old or {}
    if all(old.get(each) == making.get(each) for each in _TEMPLATE):
        return {}
    latest = making.state.count(f"template {making.urn}") + 1
    return {"latestVersion": latest} | ({"defaultVersion": latest} if making.get("updateDefaultVersion") else {})


@create("autoscaling.Group")
def group(making: Making) -> Values:
    if making.get("minSize") > making.get("maxSize"):
        raise AwsError("ValidationError", f"min size {making.get('minSize')} is over max size {making.get('maxSize')}")
    arn = making.arn("autoscaling", f"autoScalingGroup:{making.hex(32)}:autoScalingGroupName/{making.name}")
    return {"id": making.name, "arn": arn, "desiredCapacity": making.get("desiredCapacity", making.get("minSize"))}
