"""Small meshes to compare."""

from collections.abc import Sequence
from typing import Any

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    NodeListener,
    Route,
    RouterListener,
    Service,
    Version,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    resolve,
)
from meshwright.targets import network
from meshwright.traffic.code_marks import BEGIN, END
from meshwright.traffic.diff.change import Spot
from meshwright.traffic.diff.changes import changes
from meshwright.traffic.diff.side import Side, Sides

GATEWAY = Spot("gateway", "public", 8080)


def service(routes: Sequence[Route], *, port: int = 8080, raw: bool = False, blue: Any = None) -> Mesh:
    """`s` with three versions, or raw with two nodes, and its caller `c`."""
    caller = Service("c", Container("x"), port=8080, calls=["s"])
    if raw:
        listeners = [NodeListener(8080), NodeListener(9090)]
        return Mesh(
            "m",
            services=[caller],
            virtual_services=[VirtualService("s", router="r")],
            virtual_routers=[VirtualRouter("r", listeners=[RouterListener(8080)], routes=routes)],
            virtual_nodes=[
                VirtualNode("blue", blue or Container("x"), listeners=listeners),
                VirtualNode("green", Container("x"), listeners=listeners),
            ],
        )
    versions = [Version(name, Container("x")) for name in ("v1", "v2", "v3")]
    return Mesh("m", services=[Service("s", port=port, versions=versions, routes=routes), caller])


def gateway(routes: Sequence[GatewayRoute], inner: Sequence[Route] = ()) -> Mesh:
    """A gateway before `s`."""
    versions = [Version("v1", Container("x")), Version("v2", Container("x"))]
    described = Service("s", port=8080, versions=versions, routes=inner or [Route("main", to="v1")])
    return Mesh("m", services=[described], gateways=[Gateway("public", routes=routes)])


def sides(old: Any, new: Any) -> Sides:
    """Both, on Fargate."""
    return Sides(_side(old), _side(new))


def _side(mesh: Mesh) -> Side:
    plan = resolve(Environment("test", mesh, platform=Fargate("eu-west-1")))
    found = network(plan)
    return Side(plan, found.endpoints, found.sites)


def changed(old: Any, new: Any) -> list[tuple[str, str]]:
    """Which requests, and what of them, with code in backticks."""
    found = changes(sides(old, new))
    assert not found.untold
    return [(_shown(each.who), _shown("; ".join(each.what))) for each in found.requests]


def _shown(text: str) -> str:
    return text.replace(BEGIN, "`").replace(END, "`")
