"""MW301 and MW316: limits of ECS and of traffic capture that depend on more than one feature."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.plan.index import Index
from meshwright.problems import Problem
from meshwright.targets.ecs.capture_zones import with_zone
from meshwright.targets.ecs.network import is_loopback, tcp_services
from meshwright.targets.ecs.platform import launch_type, platform

_MOST_PORTS = 15
"""The most ports of one rule of the ECS agent. It ignores the others, and only logs that."""


def check(index: Index) -> Iterable[Problem]:
    """Each listener, name and setting that does not work."""
    plan = index.plan
    for node in plan.virtual_nodes:
        if not is_loopback(plan) and len(node.listeners) > _MOST_PORTS:
            yield finding(
                "MW301",
                node.origin,
                "listeners",
                found=f"{len(node.listeners)} listeners",
                expected=f"at most {_MOST_PORTS} with transparent capture",
                fix=f'write {launch_type(plan).written}(..., capture="loopback"), or split it into several nodes',
            )
    zoned = set(with_zone(index))
    for service in tcp_services(index):
        called = any(caller in index.nodes for caller in index.callers[service])
        if called and "." in service and service not in zoned:
            yield finding(
                "MW301",
                index.services[service].origin,
                "name",
                found=f'"{service}", a TCP service with the name of a host',
                expected="another name: TCP has no names, so this one would have to resolve to an address of the mesh, "
                "and to the host's own",
                fix=f'call it "{service.partition(".")[0]}", as in {service.partition(".")[0]}.{plan.mesh}.mesh',
            )
    if is_loopback(plan) and plan.egress == "deny":
        yield finding(
            "MW316",
            platform(plan).origin,
            "capture",
            found='capture "loopback" with egress "deny"',
            expected="something else that stops other connections: loopback captures only the names of the mesh",
            fix='use capture "transparent", or restrict the security group\'s egress, or write egress="allow" in the Mesh',
        )
