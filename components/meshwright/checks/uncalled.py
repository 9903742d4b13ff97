"""MW207: services that nothing calls."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.description import source
from meshwright.plan import Index
from meshwright.problems import Problem


def check(index: Index) -> Iterable[Problem]:
    """A service's calls to itself do not count. One that calls others is where requests enter the mesh, or begin."""
    for service in index.plan.virtual_services:
        if not _callers(index, service.name) and not _calls(index, service.name):
            calls = source.argument("calls", [service.name])
            yield finding(
                "MW207",
                service.origin,
                found=f'no service calls "{service.name}", and no gateway routes to it',
                expected="a caller, or a gateway route",
                fix=f"add {calls} to its caller, or a gateway route",
            )


def _calls(index: Index, service: str) -> bool:
    """Whether what answers for a service calls others."""
    nodes = {target.node for route in index.routes(service) for target in route.targets}
    return any(backend != service for node in nodes for backend in index.nodes[node].backends)


def _callers(index: Index, service: str) -> list[str]:
    """Who calls a service, its own versions left out."""
    own = {node.name for name in index.callers[service] if (node := index.nodes.get(name)) and node.service == service}
    return [caller for caller in index.callers[service] if caller not in own]
