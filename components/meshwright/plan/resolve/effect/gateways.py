"""Options of gateways and their routes."""

from collections.abc import Iterator

from meshwright.description.environment import Environment
from meshwright.description.gateway import GatewayRoute, Rewrite
from meshwright.description.match import Condition
from meshwright.plan.resolve.context import Path
from meshwright.plan.resolve.effect.unused import Unused


def gateways(environment: Environment) -> Iterator[Unused]:
    """The options of each gateway route."""
    mesh = environment.mesh
    for field, written in (("gateways", mesh.gateways), ("virtual_gateways", mesh.virtual_gateways)):
        for index, gateway in enumerate(written):
            for at, route in enumerate(gateway.routes):  # type: ignore[attr-defined]
                yield from _rewrite(route, ("mesh", field, index, "routes", at, "rewrite"))


def _rewrite(route: GatewayRoute, path: Path) -> Iterator[Unused]:
    rewrite = route.rewrite
    if not isinstance(rewrite, Rewrite) or rewrite.prefix is None:
        return
    if not any((each.subject, each.verb) == ("path", "starts_with") for each in conditions(route)):
        yield Unused(
            (*path, "prefix"),
            rewrite,
            f'prefix="{rewrite.prefix}" on a route without path.starts_with(...)',
            "a route with a prefix that can be replaced",
            'add path.starts_with("/...") to its conditions, or leave prefix out',
        )
    elif rewrite.path is not None:
        yield Unused(
            (*path, "prefix"),
            rewrite,
            f'prefix="{rewrite.prefix}" beside path="{rewrite.path}", which replaces the whole path',
            "one of the two",
            "leave one of them out",
        )


def conditions(route: GatewayRoute) -> list[Condition]:
    """The conditions of a route as a list."""
    return [route.when] if isinstance(route.when, Condition) else list(route.when or ())
