"""Options of gateways and their routes."""

from collections.abc import Iterator, Mapping, Sequence

from meshwright.description.environment import Environment
from meshwright.description.gateway import GatewayRoute, Rewrite
from meshwright.plan.model import PortMapping
from meshwright.plan.resolve.answer import answers
from meshwright.plan.resolve.context import Path
from meshwright.plan.resolve.effect.answers import answer
from meshwright.plan.resolve.effect.unused import Unused
from meshwright.plan.resolve.gateway import has_prefix, routed_to


def gateways(environment: Environment, services: Mapping[str, Sequence[PortMapping]]) -> Iterator[Unused]:
    """The options of each gateway route. `services`: the ports of each virtual service."""
    mesh = environment.mesh
    for field, written in (("gateways", mesh.gateways), ("virtual_gateways", mesh.virtual_gateways)):
        for index, gateway in enumerate(written):
            for at, route in enumerate(gateway.routes):  # type: ignore[attr-defined]
                path: Path = ("mesh", field, index, "routes", at)
                if answers(route):
                    yield from answer(route, path)
                    continue
                path = (*path, "rewrite")
                listener = routed_to(services.get(str(route.to), ()), route)
                is_grpc = listener is not None and listener.protocol == "grpc"
                yield from _of_grpc(route, path) if is_grpc else _rewrite(route, path)


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
    if not has_prefix(route):
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
