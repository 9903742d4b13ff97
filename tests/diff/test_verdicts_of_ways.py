"""Verdicts of where requests may go: gateways, routes, egress, hosts, health checks, retries."""

from collections.abc import Sequence

from meshwright import (
    Container,
    Environment,
    Gateway,
    GatewayListener,
    GatewayRoute,
    HealthCheck,
    Host,
    Retry,
    Rewrite,
    Route,
    Service,
    Version,
    VirtualGateway,
    path,
)
from meshwright.traffic.code_marks import plain

from .described import checkout, prod, web
from .verdict_helpers import ONE, said, steps, verdicts


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
    assert plain(found.reason) == "no route matches /legacy* any more: the answer is 404"
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


NO_LONGER_PERMITTED = ("careful", "web-v1")
"""TLS that the application of web speaks itself to a host that it had."""


def test_tls_to_a_host_is_turned_off_or_on() -> None:
    on, off = paid(Host("pay.example")), paid(Host("pay.example", tls=False))
    assert said(on, off) == [("unsafe", "payments-v0"), NO_LONGER_PERMITTED]
    assert said(off, on) == [("unsafe", "payments-v0")]
    assert said(on, paid(Host("pay.example", tls=True))) == []


def test_a_host_becomes_another_one_at_once() -> None:
    old, new = Host("sandbox.pay.example"), Host("api.pay.example")
    found, _ = verdicts(paid(old), paid(new))
    assert (found.level, found.about) == ("careful", "payments-v0")
    assert said(paid(old), paid(new))[1] == NO_LONGER_PERMITTED
    assert steps(found)[0] == 'add a version with Host("api.pay.example") beside it, with a small weight'
    assert said(paid(old), paid(old, new, weights=(95, 5))) == []
    other = paid(old, Host("other.example"), weights=(100, 0))
    assert said(paid(old, new, weights=(100, 0)), other) == [NO_LONGER_PERMITTED]


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
    assert found.reason.startswith("one request that fails may become 16 tries (before: 1)")
    assert said(described(0, 0), described(2, 2)) == []
    assert said(described(3, 3), described(3, 3)) == []
    assert said(described(3, 3), described(3, 2)) == []


def test_where_no_proxy_calls_nothing_is_tried_again() -> None:
    def described(retries: int) -> Environment:
        caller = web("checkout", retry=Retry(9))
        return prod(Service("checkout", Container("c"), port=8080, retry=Retry(retries)), caller)

    assert said(described(0), described(8)) == []


# timeout
