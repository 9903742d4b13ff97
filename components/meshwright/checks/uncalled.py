"""MW207 and MW209: services that nobody calls, and nodes that no route leads to."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.description import source
from meshwright.plan import Index
from meshwright.problems import Problem


def check(index: Index) -> Iterable[Problem]:
    """A service's calls to itself don't count. What only calls is a virtual node without listeners, and left alone."""
    plan = index.plan
    for service in plan.virtual_services:
        if not _callers(index, service.name):
            yield finding(
                "MW207",
                service.origin,
                found=f'no service calls "{service.name}" and no gateway leads to it',
                expected="a caller, or a gateway route",
                fix=f"add {source.argument('calls', [service.name])} to what calls it, or a gateway route, or leave it out",
            )
    routes = [route for router in plan.virtual_routers for route in router.routes]
    routes += [service.route for service in plan.virtual_services if service.route]
    targets = {target.node for route in routes for target in route.targets}
    for node in plan.virtual_nodes:
        if node.listeners and node.name not in targets:
            name = node.version or node.name
            yield finding(
                "MW209",
                node.origin,
                found=f'no route leads to "{name}"',
                expected="a route that names it, be it with weight 0",
                fix=f'add it to a route, as in to={{..., "{name}": 0}}, or leave it out',
            )


def _callers(index: Index, service: str) -> list[str]:
    """Who calls a service, its own versions left out."""
    own = {node.name for name in index.callers[service] if (node := index.nodes.get(name)) and node.service == service}
    return [caller for caller in index.callers[service] if caller not in own]
