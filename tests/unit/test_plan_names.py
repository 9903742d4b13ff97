"""References: raw terms and sugar share one name space; routes are in the order in which they are tried."""

from collections.abc import Mapping
from typing import Any

import pytest

from meshwright import (
    Environment,
    Fargate,
    Gateway,
    GatewayListener,
    Host,
    Local,
    Mesh,
    NodeListener,
    ProblemsFound,
    Route,
    RouterListener,
    Service,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    resolve,
)
from meshwright.plan import Index

from .plan_builders import plan_of, route_of, service


def test_raw_terms_and_sugar_meet_in_one_name_space() -> None:
    """A raw router leads to the node of a service's version, a service's route to a raw node, both call both."""
    plan = plan_of(
        service("web", routes=[Route("main", to={"v1": 90, "legacy": 10})], calls=["orders"]),
        virtual_nodes=[VirtualNode("legacy", Host("old.example"), listeners=[NodeListener(8080)])],
        virtual_routers=[
            VirtualRouter("orders", listeners=[RouterListener(8080)], routes=[Route("main", to="web-v1")])
        ],
        virtual_services=[VirtualService("orders", router="orders"), VirtualService("old", node="legacy")],
    )
    index = Index(plan)
    assert [target.node for target in index.routes("web")[0].targets] == ["web-v1", "legacy"]
    assert [target.node for target in index.routes("orders")[0].targets] == ["web-v1"]
    assert [target.node for target in index.routes("old")[0].targets] == ["legacy"]


@pytest.mark.parametrize(
    "raw",
    [
        {"virtual_services": [VirtualService("web")]},
        {"virtual_services": [VirtualService("web.shop.mesh")]},
        {"virtual_routers": [VirtualRouter("web", listeners=[RouterListener(80)])]},
        {"virtual_nodes": [VirtualNode("web-v1")]},
        {"virtual_gateways": [VirtualGateway("web-v1", listeners=[GatewayListener(80)])]},
        {"gateways": [Gateway("web-v1")]},
    ],
    ids=str,
)
def test_a_name_belongs_to_one(raw: Mapping[str, Any]) -> None:
    with pytest.raises(ProblemsFound) as caught:
        plan_of(service(), **raw)
    assert [problem.code for problem in caught.value.problems] == ["MW101"]


@pytest.mark.parametrize(
    "raw",
    [
        {"virtual_nodes": [VirtualNode("a", listeners=[NodeListener(80), NodeListener(80, "tcp")])]},
        {"virtual_routers": [VirtualRouter("a", listeners=[RouterListener(80), RouterListener(80)])]},
        {"virtual_gateways": [VirtualGateway("a", listeners=[GatewayListener(80), GatewayListener(80)])]},
    ],
    ids=str,
)
def test_a_port_has_one_listener(raw: Mapping[str, Any]) -> None:
    with pytest.raises(ProblemsFound) as caught:
        plan_of(**raw)
    assert [(each.code, each.path[-3:]) for each in caught.value.problems] == [("MW101", ("listeners", 1, "port"))]


def test_gateways_share_a_port_only_where_they_do_not_share_a_machine() -> None:
    mesh = Mesh("shop", gateways=[Gateway("a"), Gateway("b")])
    assert resolve(Environment("test", mesh, platform=Fargate("eu-west-1")))
    with pytest.raises(ProblemsFound) as caught:
        resolve(Environment("test", mesh, platform=Local()))
    assert [(each.code, each.path) for each in caught.value.problems] == [("MW101", ("mesh", "gateways", 1, "port"))]


def test_a_service_given_twice_is_one_problem() -> None:
    with pytest.raises(ProblemsFound) as caught:
        plan_of(service(), service())
    (problem,) = caught.value.problems
    assert problem.path == ("mesh", "services", 1, "name")
    assert problem.place is not None
    assert problem.place.file.endswith("plan_builders.py")


def test_routes_are_tried_by_priority_then_as_written() -> None:
    written = [
        Route("d", to="v1"),
        Route("b", to="v1", priority=9),
        Route("a", to="v1", priority=0),
        Route("c", to="v1", priority=9),
    ]
    plan = plan_of(service(routes=written))
    assert [each.name for each in plan.virtual_routers[0].routes] == ["a", "b", "c", "d"]
    assert route_of(plan).origin.endswith("services[0].routes[2]"), "the path is that of the description"


def test_resolve_raises_every_problem_and_lets_advice_pass() -> None:
    assert plan_of(service(routes=[Route("main", to={"v1": 7})]))
    with pytest.raises(ProblemsFound) as caught:
        plan_of(Service("a"), Service("b", calls=["c"]))
    assert [problem.code for problem in caught.value.problems] == ["MW105", "MW105", "MW102"]
