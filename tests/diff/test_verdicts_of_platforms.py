"""Verdicts on what the platform replaces, and the nearest changes on which there are none."""

import pytest
from tests.diff.described import web
from tests.diff.verdict_helpers import said

from meshwright import Environment, Fargate, GatewayListener, GatewayRoute, Mesh, VirtualGateway

ONE, TWO = GatewayListener(8080), GatewayListener(9090)
HTTP2 = GatewayListener(8080, protocol="http2")


def gateway(
    *listeners: GatewayListener,
    kind: str = "network",
    name: str = "public",
    environment: str = "prod",
    mesh: str = "shop",
) -> Environment:
    public = VirtualGateway(name, listeners=listeners or (ONE,), routes=[GatewayRoute("all", to="web")])
    platform = Fargate("eu-west-1", load_balancers={name: kind})  # type: ignore[dict-item]
    return Environment(environment, Mesh(mesh, services=[web()], virtual_gateways=[public]), platform=platform)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (gateway(ONE), gateway(ONE, kind="application")),
        (gateway(ONE, kind="application"), gateway(HTTP2, kind="application")),
    ],
)
def test_another_load_balancer_is_unsafe(old: Environment, new: Environment) -> None:
    assert ("unsafe", "public") in said(old, new)
    assert ("unsafe", "public") in said(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (gateway(ONE), gateway(HTTP2)),
        (gateway(ONE, kind="application"), gateway(ONE, TWO, kind="application")),
        (gateway(ONE), gateway(ONE, kind="application", environment="dev")),
    ],
    ids=["a network load balancer passes on any", "a second port", "another environment"],
)
def test_the_same_load_balancer_is_none(old: Environment, new: Environment) -> None:
    assert ("unsafe", "public") not in said(old, new)


def test_the_steps_to_another_first_port_are_safe() -> None:
    assert ("unsafe", "public") in said(gateway(ONE), gateway(TWO))
    for old, new in ((gateway(ONE), gateway(ONE, TWO)), (gateway(ONE, TWO), gateway(TWO, ONE))):
        assert said(old, new) == []


def test_another_mesh_in_its_place_is_refused_by_the_up() -> None:
    assert ("unsafe", "store") in said(gateway(), gateway(mesh="store"))
