"""Load balancers of gateways, and security groups."""

from collections.abc import Mapping

from meshwright.targets.ecs.changes.model import (
    CONSTANT,
    ENVIRONMENT,
    NAMED,
    Properties,
    depends,
    in_place,
    never,
    replaced,
    tagged,
)

_BALANCER = "whatever replaces the load balancer: a target group has one, for life"
_OTHER = never("another kind or version of HTTP is another resource, beside the old one")

_RULES: Properties = tagged(
    {
        "securityGroupId": NAMED,
        "ipProtocol": CONSTANT,
        "fromPort": NAMED,
        "toPort": NAMED,
        "cidrIpv4": NAMED,
        "cidrIpv6": NAMED,
        "referencedSecurityGroupId": NAMED,
        "description": in_place("nothing that is described: a new release of Meshwright"),
    }
)

BALANCING: Mapping[str, Properties] = {
    "lb.LoadBalancer": tagged(
        {
            "name": NAMED,
            "loadBalancerType": _OTHER,
            "internal": replaced(
                "Access(public)",
                source="its schema calls it Scheme; ForceNew in internal/service/elbv2/load_balancer.go",
            ),
            "securityGroups": NAMED,
            "subnets": depends(
                "Network(subnets, public_subnets)",
                "a network load balancer that loses a subnet is replaced, any other keeps its place",
                "terraform-provider-aws, internal/service/elbv2/load_balancer.go, customizeDiffLoadBalancerNLB",
            ),
            "enableCrossZoneLoadBalancing": CONSTANT,
            "idleTimeout": in_place("Timeout(idle)"),
            "preserveHostHeader": CONSTANT,
            "dropInvalidHeaderFields": CONSTANT,
        }
    ),
    "lb.TargetGroup": tagged(
        {
            "name": replaced(_BALANCER),
            "port": NAMED,
            "protocol": _OTHER,
            "protocolVersion": _OTHER,
            "targetType": CONSTANT,
            "vpcId": ENVIRONMENT,
            "deregistrationDelay": CONSTANT,
            "healthCheck": CONSTANT,
        }
    ),
    "lb.Listener": tagged(
        {
            "loadBalancerArn": replaced("whatever replaces the load balancer"),
            "port": NAMED,
            "protocol": in_place("Access(certificate), for port 443 of a gateway that used it without TLS"),
            "defaultActions": in_place("the first port of a gateway with a certificate"),
            "certificateArn": in_place("Access(certificate)"),
            "sslPolicy": CONSTANT,
            "tcpIdleTimeoutSeconds": in_place("Timeout(idle), behind a network load balancer without a certificate"),
            "alpnPolicy": in_place("the protocol of the first port, behind a network load balancer with a certificate"),
        }
    ),
    "ec2.SecurityGroup": tagged(
        {
            "name": NAMED,
            "vpcId": ENVIRONMENT,
            "description": ENVIRONMENT,
            "ingress": CONSTANT,
            "egress": CONSTANT,
        }
    ),
    "vpc.SecurityGroupIngressRule": _RULES,
    "vpc.SecurityGroupEgressRule": _RULES,
}
