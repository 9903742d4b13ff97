"""Pieces of a description in a step of a verdict."""

from collections.abc import Mapping

from meshwright.description import source
from meshwright.plan.model import Route
from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.side import Side


def to(weights: Mapping[str, int]) -> str:
    """The weights of a route: `to={"v1": 90, "v2": 10}`."""
    return code(source.argument("to", weights))


def target(side: Side, service: str, node: str) -> str:
    """How a route of a service names a virtual node: by the version's name if it is a version of the service."""
    found = side.index.nodes.get(node)
    return found.version if found and found.version and found.service == service else node


def weights(side: Side, service: str, route: Route) -> dict[str, int]:
    """The weights of a route, by the names that it uses."""
    return {target(side, service, each.node): each.weight for each in route.targets}
