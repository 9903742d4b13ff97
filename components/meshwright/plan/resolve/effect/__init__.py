"""MW210: options of the description that have no effect where they stand."""

from collections.abc import Iterator

from meshwright.description.environment import Environment
from meshwright.plan.resolve.context import Context
from meshwright.plan.resolve.effect.gateways import gateways
from meshwright.plan.resolve.effect.meshes import mesh
from meshwright.plan.resolve.effect.nodes import nodes
from meshwright.plan.resolve.effect.platforms import platform
from meshwright.plan.resolve.effect.routers import routers
from meshwright.plan.resolve.effect.services import services
from meshwright.plan.resolve.effect.unused import Unused


def check(context: Context, environment: Environment) -> None:
    """Reports every option that changes nothing. `"off"` is left out: it says what is so."""
    for each in _unused(context, environment):
        context.report("MW210", each.path, each.written, found=each.found, expected=each.expected, fix=each.fix)


def _unused(context: Context, environment: Environment) -> Iterator[Unused]:
    yield from mesh(environment)
    yield from services(environment)
    yield from routers(environment)
    yield from nodes(environment)
    yield from gateways(environment, context.services)
    yield from platform(environment)


__all__ = ["check"]
