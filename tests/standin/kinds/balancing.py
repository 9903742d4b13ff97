"""Load balancers, target groups, listeners."""

from collections.abc import Iterator

from ..check import Failure, rule
from ..making import AwsError, Making, create, update
from ..state import Row
from ..values import Values, has_unknown, is_unknown

_WORD = {"application": "app", "network": "net", "gateway": "gwy"}
_LISTENS = {
    "application": ("HTTP", "HTTPS"),
    "network": ("TCP", "TLS", "UDP", "TCP_UDP", "QUIC", "TCP_QUIC"),
    "gateway": (),
}


@create("lb.LoadBalancer")
def load_balancer(making: Making) -> Values:
    kind, state = making.get("loadBalancerType", "application"), making.state
    subnets = [state.find("ec2.Subnet", each, making.region) for each in making.get("subnets", [])]
    zones = [each.outputs["availabilityZone"] for each in subnets if each]
    if len(set(zones)) < len(zones):
        raise AwsError(
            "InvalidConfigurationRequest", "a load balancer cannot be attached to several subnets of one zone"
        )
    suffix = f"{_WORD[kind]}/{making.name}/{making.hex(16)}"
    scheme = "internal-" if making.get("internal") else ""
    domain = f"{'elb.' if kind == 'network' else ''}{making.region}.elb.amazonaws.com"
    return {
        "id": (arn := making.arn("elasticloadbalancing", f"loadbalancer/{suffix}")),
        "arn": arn,
        "arnSuffix": suffix,
        "dnsName": f"{scheme}{making.name}-{making.hex(10)}.{domain}",
        "zoneId": "Z32O12XQLNTSW2",
        "loadBalancerType": kind,
        "vpcId": next((each.inputs["vpcId"] for each in subnets if each), ""),
    }


@rule("lb.LoadBalancer")
def subnets(given: Values) -> Iterator[Failure]:
    few = given.get("subnets")
    if (
        given.get("loadBalancerType", "application") == "application"
        and few is not None
        and not has_unknown(few)
        and len(few) < 2
    ):
        yield "subnets", f"an application load balancer needs subnets in at least 2 zones, found {len(few)}"


@rule("lb.LoadBalancer")
def of_application_ones(given: Values) -> Iterator[Failure]:
    if given.get("loadBalancerType", "application") == "network":
        for name in ("idleTimeout", "preserveHostHeader", "dropInvalidHeaderFields", "xffHeaderProcessingMode"):
            if given.get(name) is not None:
                yield name, "network load balancers have no such attribute"


@create("lb.TargetGroup")
def target_group(making: Making) -> Values:
    suffix = f"targetgroup/{making.name}/{making.hex(16)}"
    arn = making.arn("elasticloadbalancing", suffix)
    return {
        "id": arn,
        "arn": arn,
        "arnSuffix": suffix,
        "loadBalancerArns": [],
        "targetType": making.get("targetType", "instance"),
    }


@rule("lb.TargetGroup")
def target_group_parts(given: Values) -> Iterator[Failure]:
    if given.get("targetType") != "lambda":
        yield from (
            (name, "required unless targetType is lambda")
            for name in ("port", "protocol", "vpcId")
            if given.get(name) is None
        )
    if given.get("protocolVersion") is not None and given.get("protocol") not in ("HTTP", "HTTPS"):
        yield "protocolVersion", f"only for HTTP and HTTPS, not for {given.get('protocol')}"
    health = given.get("healthCheck") or {}
    interval, timeout = health.get("interval", 30), health.get("timeout", 5)
    if isinstance(interval, int) and isinstance(timeout, int) and timeout >= interval:
        yield "healthCheck.timeout", f"{timeout} must be less than the interval {interval}"


def _of_one_balancer(making: Making, target: Row) -> None:
    for each in making.state.holders(target):
        home = each.inputs.get("loadBalancerArn")
        if each.type == "lb.Listener" and home != making.get("loadBalancerArn"):
            raise AwsError(
                "TargetGroupAssociationLimit", f"target group {target.name} has a load balancer already: {home}"
            )


@update("lb.Listener")
def listener_again(making: Making) -> Values:
    listener(making)
    return {}


@create("lb.Listener")
def listener(making: Making) -> Values:
    """The protocol must be one of the load balancer, and one that its target group understands."""
    home = making.state.find("lb.LoadBalancer", making.get("loadBalancerArn"), making.region)
    kind = home.outputs["loadBalancerType"] if home else "application"
    protocol = making.get("protocol", "HTTP")
    if protocol not in _LISTENS[kind]:
        raise AwsError(
            "ValidationError", f"listeners of {kind} load balancers speak {', '.join(_LISTENS[kind])}, not {protocol}"
        )
    for action in making.get("defaultActions"):
        target = making.state.find("lb.TargetGroup", action.get("targetGroupArn", ""), making.region)
        if target:
            _of_one_balancer(making, target)
        if target and target.inputs.get("protocol") not in _LISTENS[kind]:
            raise AwsError(
                "ValidationError", f"protocol {target.inputs['protocol']} of {target.name} doesn't go with {protocol}"
            )
        if target and target.inputs.get("protocolVersion") in ("HTTP2", "GRPC") and protocol != "HTTPS":
            raise AwsError(
                "InvalidLoadBalancerAction",
                f"protocol version {target.inputs['protocolVersion']} of {target.name} needs an HTTPS listener",
            )
    arn = making.get("loadBalancerArn").replace(":loadbalancer/", ":listener/") + f"/{making.hex(16)}"
    return {"id": arn, "arn": arn, "protocol": protocol}


@rule("lb.Listener")
def certificate(given: Values) -> Iterator[Failure]:
    protocol = given.get("protocol")
    if protocol in ("HTTPS", "TLS") and not given.get("certificateArn"):
        yield "certificateArn", f"required with protocol {protocol}"
    if (
        given.get("certificateArn")
        and not is_unknown(protocol)
        and protocol not in ("HTTPS", "TLS", "QUIC", "TCP_QUIC")
    ):
        yield "protocol", f"{protocol} takes no certificate"


@rule("lb.Listener")
def redirect(given: Values) -> Iterator[Failure]:
    for index, action in enumerate(given.get("defaultActions") or []):
        needed = {"redirect": "redirect", "forward": "targetGroupArn"}.get(action.get("type"), "")
        if needed and action.get(needed) is None and action.get(action["type"]) is None:
            yield f"defaultActions[{index}].{needed}", f"required with type {action['type']}"


@create("lb.ListenerRule")
def listener_rule(making: Making) -> Values:
    arn = making.get("listenerArn").replace(":listener/", ":listener-rule/") + f"/{making.hex(16)}"
    return {
        "id": arn,
        "arn": arn,
        "priority": making.get("priority", making.state.count(f"rules {making.get('listenerArn')}")),
    }
