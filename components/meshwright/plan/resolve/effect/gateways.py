"""Options of gateways and their routes."""

from collections.abc import Iterator

from meshwright.description.environment import Environment
from meshwright.description.gateway import GatewayRoute, Rewrite
from meshwright.description.match import Condition
from meshwright.description.mesh import Mesh
from meshwright.plan.resolve.context import Path
from meshwright.plan.resolve.effect.unused import Unused


def gateways(environment: Environment) -> Iterator[Unused]:
    """The options of each gateway route."""
    mesh = environment.mesh
    grpc = _grpc_services(mesh)
    for field, written in (("gateways", mesh.gateways), ("virtual_gateways", mesh.virtual_gateways)):
        for index, gateway in enumerate(written):
            for at, route in enumerate(gateway.routes):  # type: ignore[attr-defined]
                path = ("mesh", field, index, "routes", at, "rewrite")
                yield from _of_grpc(route, path) if str(route.to) in grpc else _rewrite(route, path)


def _grpc_services(mesh: Mesh) -> set[str]:
    """The virtual services that listen for gRPC only."""
    routers = {each.name: {listener.protocol for listener in each.listeners} for each in mesh.virtual_routers}
    nodes = {each.name: {listener.protocol for listener in each.listeners} for each in mesh.virtual_nodes}
    found = {each.name for each in mesh.services if each.protocol == "grpc"}
    for each in mesh.virtual_services:
        provider = routers.get(str(each.router)) if each.router else nodes.get(str(each.node))
        if provider == {"grpc"} or (each.router and str(each.router) in found):
            found.add(each.name)
    return found


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
