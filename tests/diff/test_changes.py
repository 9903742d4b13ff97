"""Changes by hand: what is none, what can never match, what is hard to tell apart, and what ends soon."""

import random
import time
from collections.abc import Sequence

import pytest

from meshwright import (
    Condition,
    GatewayRoute,
    Host,
    Retry,
    Rewrite,
    Route,
    Target,
    cookie,
    header,
    host,
    path,
    port,
    query,
)
from meshwright.traffic.diff.change import Spot
from meshwright.traffic.diff.changes import changes
from meshwright.traffic.diff.unreachable import Unreachable

from .meshes import GATEWAY, changed, gateway, service, sides

S = Spot("service", "s")


def route(name: str, when: Condition | Sequence[Condition], to: str = "v2", **more: object) -> Route:
    return Route(name, when=when, to=to, **more)  # type: ignore[arg-type]


MAIN = Route("main", to="v1")
CART, DEBUG = route("cart", path.starts_with("/cart")), route("debug", header("x-debug").exists())


def test_an_order_that_says_nothing_is_no_change() -> None:
    other = route("pages", path.starts_with("/pages"), "v3")
    assert changed(service([CART, other, MAIN]), service([other, CART, MAIN])) == []
    same = route("debug", header("x-debug").exists())
    assert changed(service([CART, same, MAIN]), service([same, CART, MAIN])) == []


def test_an_order_that_says_something() -> None:
    other = route("debug", header("x-debug").exists(), "v3")
    found = changed(service([CART, other, MAIN]), service([other, CART, MAIN]))
    assert found == [("`/cart*` with header `x-debug`", "v2 → v3")]


def test_a_route_that_changes_nothing_is_no_change() -> None:
    assert changed(service([CART, MAIN]), service([CART, route("inner", path.starts_with("/cart/1")), MAIN])) == []
    assert changed(service([CART, MAIN]), service([route("inner", path.starts_with("/cart/1")), CART, MAIN])) == []


@pytest.mark.parametrize(
    "never",
    [
        route("never", path.equals("/cart/1")),
        route("never", [path.starts_with("/cart"), header("x-debug").equals("1")]),
        route("never", [path.equals("/a"), path.equals("/b")]),
        route("never", [cookie("c").equals("a"), cookie("c").equals("b")]),
        route("never", [query("q").equals("a"), query("q").equals("b")]),
        route("never", [header("user-agent").equals("a"), header("user-agent").equals("b")]),
        route("never", [header("x-a").exists(), ~header("x-a").exists()]),
        route("never", header("x-a").between(5, 5)),
        route("never", port.equals(8080)),
    ],
    ids=str,
)
def test_a_new_route_that_can_never_match(never: Route) -> None:
    before = [CART, MAIN] if "port" not in str(never.when) else [CART]
    listened = 8080 if "port" not in str(never.when) else 9090
    found = changes(sides(service(before, port=listened), service([CART, never, *before[1:]], port=listened)))
    assert found.requests == ()
    assert found.unreachable == (Unreachable(S, "never"),)
    # It is said once, when it comes.
    both = service([CART, never, *before[1:]], port=listened)
    assert changes(sides(both, both)).unreachable == ()


@pytest.mark.parametrize(
    "sometimes",
    [
        route("sometimes", [header("x-a").equals("a"), header("x-a").equals("b")]),  # two headers
        route("sometimes", cookie("c").equals("a b, c")),
        route("sometimes", header("x-a").equals("")),
        route("sometimes", query("q").equals("=?")),
    ],
    ids=str,
)
def test_a_new_route_that_matches_seldom(sometimes: Route) -> None:
    found = changes(sides(service([MAIN]), service([sometimes, MAIN])))
    assert found.unreachable == ()
    assert [each.what for each in found.requests] == [("v1 → v2",)]


def test_only_what_is_taken_for_every_host_is_unreachable() -> None:
    shop = GatewayRoute("shop", to="s", when=host.equals("shop.example"))
    rest = GatewayRoute("rest", to="s")
    assert changes(sides(gateway([shop]), gateway([shop, rest]))).unreachable == ()
    found = changes(sides(gateway([rest]), gateway([rest, shop])))
    assert found.unreachable == (Unreachable(GATEWAY, "shop"),)
    excluded = GatewayRoute("no", to="s", when=[host.equals("a.example"), host.equals("b.example")])
    assert changes(sides(gateway([rest]), gateway([excluded, rest]))).unreachable == (Unreachable(GATEWAY, "no"),)


def test_conditions_that_mean_the_same_hide_one_another_only_once() -> None:
    one, other = route("one", path.matches("/cart.*"), "v3"), route("other", path.starts_with("/cart"), "v3")
    found = changed(service([one, other, MAIN]), service([one, other, route("main", (), "v2")]))
    assert found == [("all requests except `/cart*`", "v1 → v2")] or found == [
        ("all requests except paths matching `/cart.*`", "v1 → v2")
    ]


def test_the_ports_of_one_node() -> None:
    def raw(*targets: Target) -> object:
        return service([Route("main", to=targets)], raw=True)

    both = [Target("blue", 50, port=8080), Target("blue", 50, port=9090)]
    moved = [Target("blue", 20, port=8080), Target("blue", 80, port=9090)]
    assert changed(raw(*both), raw(*moved)) == [
        ("all requests", "blue port 8080 50 % → 20 %, blue port 9090 50 % → 80 %")
    ]
    assert changed(raw(*both), raw(both[0])) == [
        ("all requests", "blue port 8080 50 % → 100 %, blue port 9090 50 % → 0 %")
    ]
    assert changed(raw(both[0]), raw(both[1])) == [("all requests", "blue port 8080 → 9090")]
    assert changed(raw(both[0], both[0]), raw(both[0])) == []


def test_rewritings_that_are_equal_for_some_paths() -> None:
    to_root = GatewayRoute("api", to="s", when=path.starts_with("/api"))
    kept = GatewayRoute("api", to="s", when=path.starts_with("/api"), rewrite=Rewrite(prefix="/x"))
    whole = GatewayRoute("api", to="s", when=path.matches("/.*"), rewrite=Rewrite(path="/api/fix"))
    found = changes(sides(gateway([to_root]), gateway([kept]))).requests
    assert [each.what[0].partition(" ")[0] for each in found] == ["arrives"] * len(found)
    plain = GatewayRoute("api", to="s", when=path.matches("/.*"))
    (only,) = changed(gateway([plain]), gateway([whole]))
    assert only[0] == "all requests except `/api/fix`"
    assert only[1].startswith("arrives with another path, for example `/api/fix` instead of ")


def test_two_answers_that_are_the_same_to_a_client() -> None:
    cart = GatewayRoute("cart", to="s", when=path.starts_with("/cart"), rewrite="off")
    assert changed(gateway([], [CART]), gateway([cart], [route("pages", path.equals("/pages"))])) == []


def test_where_a_version_runs_decides_which_timeouts_end_a_request() -> None:
    routes = [route("main", (), "blue", timeout="60s")]
    old, new = service(routes, raw=True), service(routes, raw=True, blue=Host("far.example"))
    assert ("all requests", "arrives at blue for `far.example` instead of `s`; timeout 15s → 1m") in changed(old, new)


def test_a_retry_is_told_of_where_it_says_something() -> None:
    found = changed(service([CART, MAIN]), service([CART, Route("main", to="v1", retry=Retry(5))]))
    assert found == [("all requests except `/cart*`", "retries 2 → 5")]


def hard(routes: Sequence[Sequence[Condition]], every: int = 7) -> tuple[object, object]:
    def described(shift: int) -> object:
        weights = [{"v1": 50, "v2": 50 + (shift if number % every == 0 else 0)} for number in range(len(routes))]
        named = [Route(f"r{n}", when=when, to=weights[n]) for n, when in enumerate(routes)]
        return service([*named, MAIN])

    return described(0), described(10)


DRAW = random.Random(0)


def some(number: int, most: int) -> list[str]:
    return [f"x-{each}" for each in DRAW.sample(range(most), number)]


TOO_HARD = {
    "ten headers of twenty": [[header(n).equals(DRAW.choice("abc")) for n in some(10, 20)] for _ in range(50)],
    "ten inverted headers": [[~header(n).equals(DRAW.choice("abc")) for n in some(10, 20)] for _ in range(50)],
    "three cookies of twenty": [[cookie(n).equals(DRAW.choice("abc")) for n in some(3, 20)] for _ in range(50)],
    "products": [[header("x-a").matches(f".*{a}.*{b}.*")] for a in "abcdefg" for b in "hijklmn"],
    "paths that contain": [[path.matches(f".*/{number}/.*")] for number in range(50)],
}
HARD = {
    "ten headers of five hundred": [[header(f"x-{n}-{m}").exists() for m in range(10)] for n in range(50)],
    "a header each": [[header(f"x-{n}").exists()] for n in range(100)],
    "values of one header": [[header("x-tenant").equals(f"t{n}")] for n in range(50)],
    "regular expressions": [[path.matches(f"/api/v[0-9]+/{n}/[a-z]+(/.*)?")] for n in range(100)],
    "paths and headers": [[path.starts_with(f"/{n % 7}/{n % 5}"), header(f"x-{n % 9}").exists()] for n in range(50)],
}


@pytest.mark.parametrize("name", TOO_HARD)
def test_what_is_too_hard_ends_soon_and_is_said(name: str) -> None:
    compared = sides(*hard(TOO_HARD[name]))
    start = time.process_time()
    found = changes(compared)
    assert time.process_time() - start < 10
    assert found.requests == ()
    assert [each.spot for each in found.untold] == [S]
    assert "too many" in found.untold[0].reason


@pytest.mark.parametrize("name", HARD)
def test_what_is_hard_is_told(name: str) -> None:
    compared = sides(*hard(HARD[name]))
    start = time.process_time()
    found = changes(compared)
    assert time.process_time() - start < 10
    assert found.untold == ()
    assert len(found.requests) == 1


def test_more_values_of_a_header_than_can_be_combined_are_told_once_each() -> None:
    found = changes(sides(*hard([[header("x-tenant").equals(f"t{number}")] for number in range(80)])))
    assert len(found.requests) == 1
    assert [each.reason for each in found.untold] == [
        "cannot explain requests that repeat the header x-tenant, whose conditions distinguish 81 values"
    ]
