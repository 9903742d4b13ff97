"""MW209: versions and virtual nodes that are neither a route's target nor its mirror."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.plan import Index
from meshwright.problems import Problem


def check(index: Index) -> Iterable[Problem]:
    """A virtual node that calls others needs no route: it is where requests enter the mesh, or begin."""
    targets = {node for route in index.every_route() for node, _ in route.nodes}
    for node in index.plan.virtual_nodes:
        enters = node.service is None and node.backends
        if node.listeners and not enters and node.name not in targets:
            name = node.version or node.name
            yield finding(
                "MW209",
                node.origin,
                found=f'no route has "{name}" as a target',
                expected="a route that names it, with weight 0 if it is to get no requests",
                fix=f'add it to a route, as in to={{..., "{name}": 0}}',
            )
