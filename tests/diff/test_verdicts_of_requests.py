"""Verdicts of requests: how long they may take, which routes never take any, and shares that shift."""

import json
from itertools import pairwise

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    Route,
    Service,
    Version,
    cookie,
    header,
    path,
)

from .described import checkout, prod, web
from .verdict_helpers import ONE, said, single, steps, verdicts, weighted


def test_a_timeout_ends_requests_earlier() -> None:
    assert said(single(timeout="5s"), single(timeout="2s")) == [("careful", "checkout")]
    assert said(single(timeout="2s"), single(timeout="5s")) == []
    assert said(single(timeout="off"), single(timeout="1h")) == [("careful", "checkout")]


def test_a_timeout_is_told_of_once_whatever_else_changes() -> None:
    def described(canary: int, timeout: str) -> Environment:
        beta = Route("beta", when=cookie("beta").equals("yes"), to="v2")
        main = Route("main", to={"v1": 100 - canary, "v2": canary})
        return prod(checkout([beta, main], timeout=timeout), web("checkout"))

    (found,) = verdicts(described(10, "5s"), described(20, "2s"))
    assert found.reason == "requests that take longer than 2s fail from now on (before: 5s)"


def test_a_callee_may_take_longer_than_its_callers_have() -> None:
    def described(timeout: str, caller: str = "10s") -> Environment:
        return prod(Service("checkout", Container("c"), port=8080, timeout=timeout), web("checkout", timeout=caller))

    assert said(described("5s"), described("30s")) == [("careful", "checkout")]
    assert said(described("5s"), described("10s")) == []
    assert said(described("30s"), described("31s")) == []


# unreachable


def test_a_route_can_never_match() -> None:
    beta = Route("beta", when=cookie("beta").equals("yes"), to="v1")
    assert said(prod(checkout(ONE), web("checkout")), prod(checkout([*ONE, beta]), web("checkout"))) == [
        ("careful", "checkout")
    ]
    assert said(prod(checkout(ONE), web("checkout")), prod(checkout([beta, *ONE]), web("checkout"))) == []


# untold


def test_what_cannot_be_told_is_said() -> None:
    def described(value: str) -> Environment:
        mixed = [cookie("a").equals(value), header("cookie").exists()]
        return prod(checkout([Route("odd", when=mixed, to="v2"), *ONE]), web("checkout"))

    assert said(described("1"), described("2")) == [("careful", "checkout")]
    assert said(described("1"), described("1")) == []


# listener


def cached(weight: int, image: str = "redis:7", protocol: str = "tcp") -> Environment:
    versions = [Version("v6", Container("redis:6")), Version("v7", Container(image))]
    routes = [Route("main", to={"v6": 90, "v7": weight})]
    redis = Service("redis", port=6379, protocol=protocol, versions=versions, routes=routes)  # type: ignore[arg-type]
    return prod(redis, web("redis"))


def test_connections_end_with_their_listener() -> None:
    (found,) = verdicts(cached(0), cached(10))
    assert (found.level, found.about) == ("careful", "web-v1")
    assert found.reason == "connections to redis are closed, because Envoy replaces their listener"
    assert said(cached(0, protocol="http"), cached(10, protocol="http")) == []


def test_a_listener_that_comes_ends_nothing() -> None:
    def described(*calls: str) -> Environment:
        redis = Service("redis", Container("redis:7"), port=6379, protocol="tcp")
        mesh = Mesh("shop", services=[redis, web(*calls)])
        return Environment("prod", mesh, platform=Fargate("eu-west-1", capture="loopback"))

    assert said(described(), described("redis")) == []
    (found,) = (each for each in verdicts(described("redis"), described()) if "listener" in each.reason)
    assert found.reason.startswith("connections to redis are closed")


# shift


def test_a_share_rises_by_more_than_a_step() -> None:
    def described(canary: int) -> Environment:
        return weighted({"v1": 100 - canary, "v2": canary})

    assert said(described(0), described(26)) == [("careful", "checkout")]
    assert said(described(0), described(25)) == []
    assert said(described(0), described(25), step=20) == [("careful", "checkout")]
    (found,) = verdicts(described(10), described(60))
    assert steps(found) == ['route main: to={"v1": 65, "v2": 35}', 'to={"v1": 40, "v2": 60}']


def test_each_route_whose_requests_shift_is_told_of() -> None:
    def described(canary: int, beta: str) -> Environment:
        routes = [
            Route("beta", when=cookie("beta").equals("yes"), to=beta),
            Route("main", to={"v1": 100 - canary, "v2": canary}),
        ]
        return prod(checkout(routes), web("checkout"))

    found = [steps(each)[0].partition(":")[0] for each in verdicts(described(10, "v1"), described(50, "v2"))]
    assert sorted(found) == ["route beta", "route main"]
    assert said(described(10, "v1"), described(20, "v2")) == [("careful", "checkout")]


def test_each_step_of_a_shift_is_one_that_no_rule_speaks_of() -> None:
    (found,) = verdicts(weighted({"v1": 100, "v2": 0}), weighted({"v1": 0, "v2": 100}))
    way = [{"v1": 100, "v2": 0}]
    for each in steps(found):
        way.append(json.loads(each.partition("to=")[2]))
    assert way[-1] == {"v1": 0, "v2": 100}
    for old, new in pairwise(way):
        assert said(weighted(old), weighted(new)) == []


def test_many_steps_are_not_written_out() -> None:
    (found,) = verdicts(weighted({"v1": 100, "v2": 0}), weighted({"v1": 0, "v2": 100}), 1)
    assert len(found.steps) == 3


def test_a_wider_condition_shifts_by_a_route_of_its_own() -> None:
    def described(prefix: str) -> Environment:
        return prod(checkout([Route("new", when=path.starts_with(prefix), to="v2"), *ONE]), web("checkout"))

    (found,) = verdicts(described("/cart/new"), described("/cart"))
    assert steps(found)[0].startswith(
        'add a route for only these requests before the others, with to={"v1": 75, "v2": 25}'
    )


def test_a_gateway_leads_to_another_service_by_a_condition_first() -> None:
    def described(to: str) -> Environment:
        gateways = [Gateway("public", routes=[GatewayRoute("shop", to=to)])]
        return prod(checkout(ONE, ["v1"]), web("checkout"), gateways=gateways)

    (found,) = verdicts(described("web"), described("checkout"))
    assert "one more condition" in steps(found)[0]


def test_a_gateway_in_front_does_not_say_it_again() -> None:
    def described(canary: int, *calls: str) -> Environment:
        gateways = [Gateway("public", routes=[GatewayRoute("cart", to="checkout")])]
        routes = [Route("main", to={"v1": 100 - canary, "v2": canary})]
        return prod(checkout(routes), web(*calls), gateways=gateways)

    assert said(described(0, "checkout"), described(50, "checkout")) == [("careful", "checkout")]
    (found,) = verdicts(described(0), described(50))
    assert found.about == "public"
    assert steps(found)[-1] == 'to={"v1": 50, "v2": 50}'
