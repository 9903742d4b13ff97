"""Pieces of a description, as a person would write them."""

from collections.abc import Mapping

from meshwright.description import source
from meshwright.plan.model import Route
from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.side import Side


def to(weights: Mapping[str, int]) -> str:
    """The weights of a route: `to={"v1": 90, "v2": 10}`."""
    return code(source.argument("to", weights))


def target(side: Side, service: str, node: str) -> str:
    """How a route of a service names a virtual node: a version of it by its own name."""
    found = side.index.nodes.get(node)
    return found.version if found and found.version and found.service == service else node


def weights(side: Side, service: str, route: Route) -> dict[str, int]:
    """The weights of a route, by the names that it uses."""
    return {target(side, service, each.node): each.weight for each in route.targets}
