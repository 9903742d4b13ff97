"""MW210: options of the description that have no effect where they stand."""

from collections.abc import Callable, Iterator

from meshwright.description.environment import Environment
from meshwright.plan.resolve.context import Context
from meshwright.plan.resolve.effect.gateways import gateways
from meshwright.plan.resolve.effect.meshes import mesh
from meshwright.plan.resolve.effect.nodes import nodes
from meshwright.plan.resolve.effect.platforms import platform
from meshwright.plan.resolve.effect.routers import routers
from meshwright.plan.resolve.effect.services import services
from meshwright.plan.resolve.effect.unused import Unused

_PLACES: tuple[Callable[[Environment], Iterator[Unused]], ...] = (mesh, services, routers, nodes, gateways, platform)


def check(context: Context, environment: Environment) -> None:
    """Reports every option that changes nothing. `"off"` is left out: it says what is so."""
    for place in _PLACES:
        for each in place(environment):
            context.report("MW210", each.path, each.written, found=each.found, expected=each.expected, fix=each.fix)


__all__ = ["check"]
