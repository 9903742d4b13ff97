"""Each rule: a change on which it speaks, and the nearest one on which it does not."""

import json
from collections.abc import Sequence
from itertools import pairwise

import pytest
from described import checkout, prod, web
from pair import compared

from meshwright import (
    AppConfig,
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayListener,
    GatewayRoute,
    HealthCheck,
    Host,
    Inline,
    Local,
    Mesh,
    NodeListener,
    Process,
    Retry,
    Rewrite,
    Route,
    RouterListener,
    Scale,
    Service,
    Target,
    Task,
    Version,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    cookie,
    header,
    path,
)
from meshwright.traffic.diff import Verdict
from meshwright.traffic.diff.verdicts import RULES
from meshwright.traffic.diff.words import plain

ONE = [Route("main", to="v1")]


def said(old: Environment, new: Environment, step: int = 25) -> list[tuple[str, str]]:
    """The levels, and what they are about."""
    return [(each.level, each.about) for each in verdicts(old, new, step)]


def verdicts(old: Environment, new: Environment, step: int = 25) -> Sequence[Verdict]:
    return compared(old, new, step).verdicts


def steps(verdict: Verdict) -> list[str]:
    return list(map(plain, verdict.steps))


def test_no_rule_speaks_where_nothing_changes() -> None:
    description = prod(checkout(ONE, ["v1"]), web("checkout"), gateways=[Gateway("public")])
    assert said(description, description) == []
    assert len(RULES) == len(set(RULES))


def weighted(versions: dict[str, int]) -> Environment:
    return prod(checkout([Route("main", to=versions)], list(versions)), web("checkout"))


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
        "take the route beta out; apply it, and wait until the deployments are complete"
    ]


def test_a_service_goes_after_its_callers_no_longer_call_it() -> None:
    old = prod(checkout(ONE, ["v1"]), web("checkout"))
    (found,) = verdicts(old, prod(web()))
    assert (found.level, found.about) == ("unsafe", "checkout-v1")
    assert steps(found)[0].startswith("keep checkout-v1, and only change calls of web-v1")
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

    assert said(described("a", "b", "c", "d", "e"), described("a", "b", "c", "d")) == []


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


def single(port: int = 8080, protocol: str = "http", **more: object) -> Environment:
    service = Service("checkout", Container("shop/checkout"), port=port, protocol=protocol, **more)  # type: ignore[arg-type]
    return prod(service, web("checkout"))


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
        "add NodeListener(9090) beside the listener that is there",
        "send the requests to it: Target(..., port=9090)",
    ]
    way = [raw(8080, asked=8080), raw(8080, 9090, asked=8080), raw(8080, 9090, asked=9090), raw(9090, asked=9090)]
    for old, new in pairwise(way):
        assert not [each for each in verdicts(old, new) if each.level == "unsafe"]


# gateway


def test_a_gateway_or_a_port_of_it_goes() -> None:
    def described(*ports: int) -> Environment:
        routes = [GatewayRoute("shop", to="web")]
        gateways = [VirtualGateway("public", listeners=[GatewayListener(each) for each in ports], routes=routes)]
        return prod(web(), virtual_gateways=gateways if ports else [])

    assert ("unsafe", "public") in said(described(8080, 9090), described(8080))
    assert said(described(8080), described()) == [("unsafe", "public")]
    assert ("unsafe", "public") not in said(described(8080), described(8080, 9090))


# lost


def test_a_route_that_took_requests_goes() -> None:
    def described(*routes: GatewayRoute) -> Environment:
        return prod(web(), gateways=[Gateway("public", routes=routes)])

    legacy = GatewayRoute("legacy", when=path.starts_with("/legacy"), to="web", rewrite="off")
    shop = GatewayRoute("shop", when=path.starts_with("/shop"), to="web", rewrite="off")
    everything = GatewayRoute("all", to="web", rewrite="off")
    (found,) = verdicts(described(legacy, shop), described(shop))
    assert (found.level, found.about) == ("unsafe", "public")
    assert plain(found.reason) == "no route takes /legacy* any more: the answer is 404"
    assert said(described(legacy, everything), described(everything)) == []
    assert said(described(shop), described(legacy, shop)) == []


def test_a_caller_that_no_longer_calls_may_still_ask() -> None:
    both = prod(checkout(ONE, ["v1"]), web("checkout"))
    (found,) = verdicts(both, prod(checkout(ONE, ["v1"]), web()))
    assert (found.level, found.about) == ("careful", "checkout")
    assert plain(found.reason) == "web-v1 no longer calls it: what the application still sends there gets 403"


# egress


def test_egress_is_closed_or_opened() -> None:
    def described(egress: str) -> Environment:
        return prod(web(), egress=egress)

    assert ("unsafe", "egress") in said(described("allow"), described("deny"))
    assert ("careful", "egress") in said(described("deny"), described("allow"))
    assert said(described("deny"), described("deny")) == []


# host


def paid(*versions: Host, weights: Sequence[int] = (100,), port: int = 443) -> Environment:
    named = [Version(f"v{at}", each) for at, each in enumerate(versions)]
    routes = [Route("main", to={each.name: weight for each, weight in zip(named, weights, strict=True)})]
    return prod(Service("payments", port=port, versions=named, routes=routes), web("payments"))


def test_tls_to_a_host_is_turned_off_or_on() -> None:
    on, off = paid(Host("pay.example")), paid(Host("pay.example", tls=False))
    assert said(on, off) == [("unsafe", "payments-v0")]
    assert said(off, on) == [("unsafe", "payments-v0")]
    assert said(on, paid(Host("pay.example", tls=True))) == []


def test_a_host_becomes_another_one_at_once() -> None:
    old, new = Host("sandbox.pay.example"), Host("api.pay.example")
    (found,) = verdicts(paid(old), paid(new))
    assert (found.level, found.about) == ("careful", "payments-v0")
    assert steps(found)[0] == 'add a version with Host("api.pay.example") beside it, with a small weight'
    assert said(paid(old), paid(old, new, weights=(95, 5))) == []
    assert said(paid(old, new, weights=(100, 0)), paid(old, Host("other.example"), weights=(100, 0))) == []


def test_another_port_of_a_host_is_another_place() -> None:
    assert said(paid(Host("pay.example"), port=8080), paid(Host("pay.example"))) == [("careful", "payments-v0")]


# health_check


def checked(check: HealthCheck | str | None, image: str = "shop/checkout:1") -> Environment:
    service = Service("checkout", Container(image), port=8080, health_check=check)  # type: ignore[arg-type]
    return prod(service, web("checkout"))


def test_a_health_check_asks_for_another_path() -> None:
    old, new = checked(HealthCheck("/health")), checked(HealthCheck("/ready"))
    assert ("careful", "checkout-v1") in said(old, new)
    assert steps(verdicts(old, new)[0])[0] == "deploy tasks that answer /health and /ready, if the running ones do not"
    assert ("careful", "checkout-v1") in said(checked(None), new)
    assert said(old, checked(HealthCheck("/health", interval="10s"))) == []
    assert said(old, checked(HealthCheck("/health"), "shop/checkout:2")) == []


def test_new_tasks_are_asked_for_the_old_path_first() -> None:
    (found,) = verdicts(checked(HealthCheck("/health")), checked(HealthCheck("/ready"), "shop/checkout:2"))
    assert "until then its new tasks are asked for /health" in plain(found.reason)


def test_a_health_check_is_turned_off() -> None:
    assert ("careful", "checkout-v1") in said(checked(None), checked("off"))
    assert not [each for each in verdicts(checked("off"), checked(None)) if "checked" in each.reason]


# rewrite


def test_requests_arrive_with_another_path() -> None:
    def described(rewrite: Rewrite | None, prefix: str = "/shop") -> Environment:
        route = GatewayRoute("shop", when=path.starts_with(prefix), to="web", rewrite=rewrite)
        return prod(web(), gateways=[Gateway("public", routes=[route])])

    assert said(described(None), described(Rewrite("off"))) == [("careful", "public")]
    assert said(described(None), described(Rewrite("/"))) == []


# retry


def test_retries_that_multiply() -> None:
    def described(web: int, checkout: int) -> Environment:
        calls = checkout_of(checkout), web_of(web)
        return prod(*calls, gateways=[Gateway("public", routes=[GatewayRoute("shop", to="web")])])

    def checkout_of(retries: int) -> Service:
        return Service("checkout", Container("c"), port=8080, retry=Retry(retries))

    def web_of(retries: int) -> Service:
        return web("checkout", retry=Retry(retries))

    (found,) = verdicts(described(0, 0), described(3, 3))
    assert (found.level, found.about) == ("careful", "checkout")
    assert found.reason.startswith("one request may become 16 tries (before: 1), when they fail")
    assert said(described(0, 0), described(2, 2)) == []
    assert said(described(3, 3), described(3, 3)) == []
    assert said(described(3, 3), described(3, 2)) == []


def test_where_no_proxy_calls_nothing_is_tried_again() -> None:
    def described(retries: int) -> Environment:
        caller = web("checkout", retry=Retry(9))
        return prod(Service("checkout", Container("c"), port=8080, retry=Retry(retries)), caller)

    assert said(described(0), described(8)) == []


# timeout


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
    assert found.reason == "connections to redis are ended, for their listener is made anew"
    assert said(cached(0, protocol="http"), cached(10, protocol="http")) == []


def test_a_listener_that_comes_ends_nothing() -> None:
    def described(*calls: str) -> Environment:
        redis = Service("redis", Container("redis:7"), port=6379, protocol="tcp")
        mesh = Mesh("shop", services=[redis, web(*calls)])
        return Environment("prod", mesh, platform=Fargate("eu-west-1", capture="loopback"))

    assert said(described(), described("redis")) == []
    (found,) = (each for each in verdicts(described("redis"), described()) if "listener" in each.reason)
    assert found.reason.startswith("connections to redis are ended")


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
    assert steps(found)[0].startswith('before the others, a route for just these requests with to={"v1": 75, "v2": 25}')


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
