"""Verdicts of virtual nodes: removed, without tasks, on other ports; each beside the nearest change without one."""

from itertools import pairwise

import pytest

from meshwright import (
    AppConfig,
    Container,
    Environment,
    Fargate,
    Gateway,
    Host,
    Inline,
    Local,
    Mesh,
    NodeListener,
    Process,
    Route,
    RouterListener,
    Scale,
    Service,
    Target,
    Task,
    Version,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    cookie,
)
from meshwright.traffic.diff.verdicts import RULES

from .described import checkout, prod, web
from .verdict_helpers import ONE, said, single, steps, verdicts, weighted


def test_no_rule_speaks_where_nothing_changes() -> None:
    description = prod(checkout(ONE, ["v1"]), web("checkout"), gateways=[Gateway("public")])
    assert said(description, description) == []
    assert len(RULES) == len(set(RULES))


# removed


def test_a_version_that_gets_requests_is_removed_in_two_steps_as_mw404_says() -> None:
    (found,) = verdicts(weighted({"v1": 90, "v2": 10}), weighted({"v1": 100}))
    assert (found.level, found.about) == ("unsafe", "checkout-v2")
    assert "MW404" in found.reason
    assert steps(found) == [
        'route main: to={"v1": 100, "v2": 0}; apply it, and wait until the deployments are complete',
        "remove it",
    ]


def test_after_the_first_of_these_steps_the_removal_is_safe() -> None:
    first = weighted({"v1": 100, "v2": 0})
    assert said(weighted({"v1": 90, "v2": 10}), first) == []
    assert said(first, weighted({"v1": 100})) == [("safe", "checkout-v2")]


def test_a_version_that_only_a_route_of_its_own_gave_requests() -> None:
    beta = Route("beta", when=cookie("beta").equals("yes"), to="v2")
    old = prod(checkout([beta, *ONE]), web("checkout"))
    found = verdicts(old, prod(checkout(ONE, ["v1"]), web("checkout")))
    assert [steps(each)[0] for each in found if each.about == "checkout-v2"] == [
        "remove the route beta; apply it, and wait until the deployments are complete"
    ]


def test_a_service_goes_after_its_callers_no_longer_call_it() -> None:
    old = prod(checkout(ONE, ["v1"]), web("checkout"))
    (found,) = verdicts(old, prod(web()))
    assert (found.level, found.about) == ("unsafe", "checkout-v1")
    assert steps(found)[0].startswith("keep checkout-v1, and change only calls of web-v1")
    first = prod(checkout(ONE, ["v1"]), web())
    assert said(old, first) == [("careful", "checkout")]
    assert said(first, prod(web())) == [("safe", "checkout-v1")]


@pytest.mark.parametrize(
    ("delivery", "level"),
    [(Inline(), "safe"), (AppConfig(), "unsafe"), (None, "unsafe")],
    ids=["inline", "app", "none"],
)
def test_where_configuration_is_part_of_the_tasks_nobody_asks_a_version_that_went(
    delivery: AppConfig | Inline | None, level: str
) -> None:
    def described(versions: dict[str, int]) -> Environment:
        mesh = Mesh("shop", services=[checkout([Route("main", to=versions)], list(versions)), web("checkout")])
        return Environment("prod", mesh, platform=Fargate("eu-west-1"), delivery=delivery)

    assert said(described({"v1": 90, "v2": 10}), described({"v1": 100})) == [(level, "checkout-v2")]


def test_on_one_machine_a_version_goes_after_its_callers_know() -> None:
    def described(*versions: str) -> Environment:
        weights = dict.fromkeys(versions, 10)
        runs = [Version(each, Process(["run"])) for each in versions]
        service = Service("checkout", port=8080, versions=runs, routes=[Route("main", to=weights)])
        caller = Service("web", Process(["run"]), port=8080, calls=[service])
        return Environment("local", Mesh("shop", services=[service, caller]), platform=Local())

    found = said(described("v1", "v2", "v3", "v4"), described("v1", "v2", "v3"))
    assert found == [("safe", "checkout-v4")]


def test_a_host_that_is_no_longer_called_was_no_task() -> None:
    def described(*names: str) -> Environment:
        versions = [Version(each, Host(f"{each}.pay.example")) for each in names]
        weights = dict.fromkeys(names, 10)
        payments = Service("payments", port=443, versions=versions, routes=[Route("main", to=weights)])
        return prod(payments, web("payments"))

    (found,) = verdicts(described("a", "b", "c", "d", "e"), described("a", "b", "c", "d"))
    assert (found.level, found.about) == ("careful", "web-v1")
    assert found.reason.startswith(
        "TLS that its application itself speaks to the host of payments-e is no longer permitted"
    )


# nobody


def scaled(scale: Scale, weight: int = 10) -> Environment:
    routes = [Route("main", to={"v1": 90, "v2": weight})]
    return prod(checkout(routes), web("checkout"), tasks={"checkout-v2": Task(scale=scale)})


def test_no_health_check_of_a_version_without_tasks_can_pass() -> None:
    assert said(scaled(Scale(1)), scaled(Scale(0))) == [("unsafe", "checkout-v2")]
    assert said(scaled(Scale(0), 0), scaled(Scale(0), 10)) == [("unsafe", "checkout-v2")]
    assert said(scaled(Scale(2)), scaled(Scale(1))) == []
    assert said(scaled(Scale(1), 0), scaled(Scale(0), 0)) == []
    assert said(scaled(Scale(0)), scaled(Scale(0))) == []


def test_another_team_joins_before_its_version_gets_requests() -> None:
    def described(weight: int) -> Environment:
        versions = [Version("v1", Container("shop/checkout")), Version("v2")]
        routes = [Route("main", to={"v1": 90, "v2": weight})]
        return prod(Service("checkout", port=8080, versions=versions, routes=routes), web("checkout"))

    before = prod(checkout(ONE, ["v1"]), web("checkout"))
    assert said(before, described(10)) == [("unsafe", "checkout-v2")]
    assert said(before, described(0)) == []
    assert said(described(0), described(10)) == []


# port


def test_a_port_or_protocol_changes_under_callers() -> None:
    for new in (single(port=9090), single(protocol="http2"), single(protocol="grpc")):
        assert ("unsafe", "checkout-v1") in said(single(), new)
    assert said(single(port=9090), single(port=9090)) == []


def raw(*ports: int, asked: int) -> Environment:
    router = VirtualRouter(
        "orders", listeners=[RouterListener(8080)], routes=[Route("all", to=[Target("orders-blue", port=asked)])]
    )
    blue = VirtualNode("orders-blue", Container("shop/orders"), listeners=[NodeListener(each) for each in ports])
    front = VirtualNode("front", Container("shop/front"), listeners=[NodeListener(8080)], backends=["orders"])
    return prod(
        virtual_services=[VirtualService("orders", router="orders")],
        virtual_routers=[router],
        virtual_nodes=[blue, front],
    )


def test_a_port_changes_in_three_steps_in_which_none_is_unsafe() -> None:
    (found,) = (each for each in verdicts(raw(8080, asked=8080), raw(9090, asked=9090)) if each.level == "unsafe")
    assert steps(found)[:2] == [
        "add NodeListener(9090) beside the old listener",
        "send the requests to it: Target(..., port=9090)",
    ]
    way = [raw(8080, asked=8080), raw(8080, 9090, asked=8080), raw(8080, 9090, asked=9090), raw(9090, asked=9090)]
    for old, new in pairwise(way):
        assert not [each for each in verdicts(old, new) if each.level == "unsafe"]


# gateway
