"""Options of gateways and their routes."""

from collections.abc import Iterator

from meshwright.description.environment import Environment
from meshwright.description.gateway import GatewayRoute, Rewrite
from meshwright.description.match import Condition
from meshwright.description.mesh import Mesh
from meshwright.plan.resolve.context import Path
from meshwright.plan.resolve.effect.unused import Unused
from meshwright.units import Protocol


def gateways(environment: Environment) -> Iterator[Unused]:
    """The options of each gateway route."""
    mesh = environment.mesh
    listeners = _listeners(mesh)
    for field, written in (("gateways", mesh.gateways), ("virtual_gateways", mesh.virtual_gateways)):
        for index, gateway in enumerate(written):
            for at, route in enumerate(gateway.routes):  # type: ignore[attr-defined]
                path = ("mesh", field, index, "routes", at, "rewrite")
                found = listeners.get(str(route.to), {})
                protocol = found.get(route.port) or next(iter(found.values()), None)
                yield from _of_grpc(route, path) if protocol == "grpc" else _rewrite(route, path)


Listeners = dict[int | None, Protocol]


def _listeners(mesh: Mesh) -> dict[str, Listeners]:
    """The protocol of each port of each virtual service, the first port first."""
    services: dict[str, Listeners] = {each.name: {each.port: each.protocol} for each in mesh.services}
    routers: dict[str, Listeners] = services | {
        each.name: {listener.port: listener.protocol for listener in each.listeners} for each in mesh.virtual_routers
    }
    nodes: dict[str, Listeners] = {
        each.name: {listener.port: listener.protocol for listener in each.listeners} for each in mesh.virtual_nodes
    }
    raw = {
        each.name: routers.get(each.router, {}) if each.router else nodes.get(each.node or "", {})
        for each in mesh.virtual_services
    }
    return services | raw


def _of_grpc(route: GatewayRoute, path: Path) -> Iterator[Unused]:
    rewrite = route.rewrite
    if not isinstance(rewrite, Rewrite):
        return
    for field in ("prefix", "path"):
        value = getattr(rewrite, field)
        if value not in (None, "off"):
            yield Unused(
                (*path, field),
                rewrite,
                f'{field}="{value}" on a route to {route.to}, a gRPC service',
                "no other path: the path of a gRPC call is its method, which is never rewritten",
                "leave it out",
            )


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
