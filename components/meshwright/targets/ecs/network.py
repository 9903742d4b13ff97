"""The addresses of the proxies of an ECS environment, and how they find one another."""

from meshwright import names
from meshwright.envoy.site import Address, Balancer, Capture, Dns, Site
from meshwright.plan.index import Index
from meshwright.plan.model import Plan, VirtualGateway, VirtualNode
from meshwright.targets.ecs import capture
from meshwright.targets.ecs.platform import platform
from meshwright.targets.target import Network

_ANY = "0.0.0.0"
_OWN = "127.0.0.1"


def network(plan: Plan) -> Network:
    """Tasks are found by DNS. Each proxy is in the task of its application."""
    index = Index(plan)
    zone = names.tasks_zone(plan.mesh, plan.environment)
    endpoints, sites = {}, {}
    tcp = capture.tcp_addresses(tcp_services(index))
    for node in plan.virtual_nodes:
        if node.has_proxy:
            endpoints[node.name] = Dns(f"{names.record(node.name)}.{zone}", ports=inbound_ports(plan, node))
            backends = {each: tcp[each] for each in node.backends if each in tcp}
            sites[node.name] = (
                _loopback(index, node) if is_loopback(plan) else _transparent(plan, index, node, backends)
            )
    return Network(endpoints, sites | {each.name: _gateway(plan, each) for each in plan.virtual_gateways})


def is_loopback(plan: Plan) -> bool:
    """Whether applications reach Envoy on the loopback interface of their task."""
    return platform(plan).capture == "loopback"


def inbound_ports(plan: Plan, node: VirtualNode) -> dict[int, int]:
    """The ports on which callers reach the tasks of a node, by listener port. With loopback capture, the application itself
    listens on its own port."""
    if is_loopback(plan):
        return {each.port: capture.INBOUND + at for at, each in enumerate(node.listeners)}
    return {each.port: each.port for each in node.listeners}


def tcp_services(index: Index) -> list[str]:
    """The virtual services for TCP."""
    return [name for name in index.services if index.is_tcp(name)]


def _application(node: VirtualNode) -> dict[int, Address]:
    return {each.port: Address(_OWN, each.port) for each in node.listeners}


def _transparent(plan: Plan, index: Index, node: VirtualNode, tcp: dict[str, str]) -> Site:
    return Site(
        inbound={each.port: Address(_ANY, each.port) for each in node.listeners},
        application=_application(node),
        outbound=Address(capture.HTTP_ADDRESS, 80),
        outbound_tcp={each: Address(address, index.listeners(each)[0].port) for each, address in tcp.items()},
        capture=Capture(
            Address(_ANY, capture.INBOUND), Address(_OWN, capture.OUTBOUND), _aws_endpoints(platform(plan).region)
        ),
    )


def _aws_endpoints(region: str) -> tuple[str, ...]:
    """The endpoints of AWS itself, which egress "deny" leaves open. Not all of amazonaws.com: load balancers and instances
    of any account have names there, but not below the region's own."""
    suffix = dns_suffix(region)
    return (f"*.{region}.{suffix}", f"sts.{suffix}")


def dns_suffix(region: str) -> str:
    """The end of the names of AWS's endpoints."""
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


def _loopback(index: Index, node: VirtualNode) -> Site:
    tcp = [each for each in node.backends if index.is_tcp(each)]
    return Site(
        inbound={each.port: Address(_ANY, capture.INBOUND + at) for at, each in enumerate(node.listeners)},
        application=_application(node),
        outbound=Address(_OWN, capture.LOOPBACK_HTTP),
        outbound_tcp={each: Address(_OWN, index.listeners(each)[0].port) for each in tcp},
    )


def _gateway(plan: Plan, gateway: VirtualGateway) -> Site:
    kind = platform(plan).load_balancers.get(gateway.name)
    balancer: Balancer = "requests" if kind == "application" else "connections"
    return Site({each.port: Address(_ANY, each.port) for each in gateway.listeners}, balancer=balancer)
