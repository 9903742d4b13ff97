"""Names, and the network for development."""

from collections.abc import Mapping

from meshwright.targets.ecs.changes.model import (
    CONSTANT,
    ENVIRONMENT,
    NAMED,
    PARENT,
    TAGS,
    Properties,
    in_place,
    regional,
    tagged,
)

NETWORK: Mapping[str, Properties] = {
    "servicediscovery.PrivateDnsNamespace": tagged(
        {"name": ENVIRONMENT, "vpc": ENVIRONMENT, "description": ENVIRONMENT}
    ),
    "servicediscovery.Service": tagged(
        {
            "name": NAMED,
            "description": NAMED,
            "forceDestroy": CONSTANT,
            "healthCheckCustomConfig": CONSTANT,
            "dnsConfig.namespaceId": PARENT,
            "dnsConfig.routingPolicy": CONSTANT,
            "dnsConfig.dnsRecords": CONSTANT,
        }
    ),
    "route53.Zone": {"name": ENVIRONMENT, "comment": ENVIRONMENT, "vpcs": ENVIRONMENT, "tags": TAGS},
    "route53.Record": {
        "zoneId": PARENT,
        "name": NAMED,
        "type": CONSTANT,
        "ttl": CONSTANT,
        "records": in_place("capture"),
    },
    "ec2.Vpc": tagged({"cidrBlock": ENVIRONMENT, "enableDnsHostnames": CONSTANT, "enableDnsSupport": CONSTANT}),
    "ec2.Subnet": tagged(
        {"vpcId": PARENT, "availabilityZone": ENVIRONMENT, "cidrBlock": ENVIRONMENT, "mapPublicIpOnLaunch": CONSTANT}
    ),
    "ec2.InternetGateway": tagged({"vpcId": PARENT}),
    "ec2.Eip": tagged({"domain": CONSTANT}),
    "ec2.NatGateway": tagged({"allocationId": PARENT, "subnetId": PARENT}),
    "ec2.RouteTable": tagged({"vpcId": PARENT}),
    "ec2.Route": regional(
        {"routeTableId": PARENT, "destinationCidrBlock": CONSTANT, "gatewayId": PARENT, "natGatewayId": PARENT}
    ),
    "ec2.RouteTableAssociation": regional({"routeTableId": PARENT, "subnetId": PARENT}),
    "ec2.VpcEndpoint": tagged(
        {"vpcId": PARENT, "serviceName": ENVIRONMENT, "vpcEndpointType": CONSTANT, "routeTableIds": PARENT}
    ),
}
