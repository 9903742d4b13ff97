"""MW201: what it reports is true of every request that the explainer is asked, which is tested against Envoy itself."""

from collections.abc import Iterable, Iterator
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meshwright import (
    Condition,
    Gateway,
    GatewayRoute,
    Plan,
    Rewrite,
    Route,
    Service,
    cookie,
    header,
    host,
    method,
    path,
    query,
    scheme,
)
from meshwright.checks import advise
from meshwright.checks.implication import excludes, implies, impossible
from meshwright.envoy.compiler import Compiler
from meshwright.envoy.site import Address, Dns, Site
from meshwright.traffic import Request, explain

from .checked_plans import V1, codes, plan_of, service

PATHS = ["/", "/a", "/ab", "/a/b", "/a/c", "/b"]
CONDITIONS: list[Condition] = [
    *(path.starts_with(value) for value in PATHS),
    *(path.equals(value) for value in PATHS),
    *(path.matches(value) for value in ("/a.*", "/.*", ".*", "/a|/b")),
    *(method.equals(value) for value in ("GET", "POST")),
    *(header(name).equals(value) for name, value in product(("x-a", "X-A"), ("1", "2", "12"))),
    header("x-a").starts_with("1"),
    header("x-a").starts_with("12"),
    header("x-a").ends_with("2"),
    header("x-a").matches("[12]+"),
    header("x-a").exists(),
    header("x-a").between(0, 10),
    header("x-a").between(1, 5),
    header("x-a").between(5, 5),
    *(cookie("c").equals(value) for value in ("1", "12")),
    cookie("c").starts_with("1"),
    cookie("c").exists(),
    *(query("q").equals(value) for value in ("1", "2")),
    query("q").exists(),
    scheme.equals("http"),
]
CONDITIONS += [~each for each in CONDITIONS if each.subject in ("header", "cookie")]
HOSTS = [host.equals("a.example"), host.equals("A.example"), host.equals("b.example"), host.ends_with(".example")]
HOSTS += [host.ends_with("a.example"), host.ends_with("example")]
HEADERS = [[], ["1"], ["2"], ["12"], ["1", "2"], ["7"], ["x"]]
REQUESTS = [
    Request(verb, at + asked, (("host", f"{name}.example"), *(("x-a", value) for value in values), *sent))
    for at, values in product(PATHS, HEADERS)
    for verb, asked, name, sent in (
        ("GET", "", "a", ()),
        ("GET", "?q=1", "b", (("cookie", "c=1"),)),
        ("POST", "?q=2&q=1", "ba", (("cookie", "c=12; c=1"),)),
        ("GET", "?q", "a", (("cookie", "c=2"),)),
    )
]
whens = st.lists(st.sampled_from(CONDITIONS), max_size=3)
hosts = st.lists(st.sampled_from(HOSTS), max_size=2)
rewrites = st.sampled_from([None, "off", Rewrite("/a"), Rewrite(path="/b"), Rewrite("/a/", host="off")])


def routes_of(plan: Plan, proxy: str, requests: Iterable[Request]) -> Iterator[str | None]:
    """The routes that requests to a.example and others take in a proxy, as the explainer sees them."""
    address = Address("127.0.0.1", 1)
    gateway = proxy in {each.name for each in plan.virtual_gateways}
    site = Site({8080: address}) if gateway else Site({8080: address}, {8080: address}, address)
    snapshot = Compiler(plan, {node.name: Dns(node.name) for node in plan.virtual_nodes}).snapshot(proxy, site)
    for request in requests:
        said = explain(snapshot, request, "inbound_8080" if gateway else "outbound")
        yield said.route if said.outcome == "routed" else None


def reached(plan: Plan, proxy: str) -> set[str]:
    """The routes that any of the requests takes."""
    return set(filter(None, routes_of(plan, proxy, REQUESTS)))


def unreachable(plan: Plan, field: str) -> set[int]:
    return {
        int(problem.path[3])
        for problem in advise(plan)
        if problem.code == "MW201" and problem.path[0] == field and len(problem.path) > 3
    }


def test_what_is_said_of_two_conditions_is_true_of_every_request() -> None:
    """All pairs of conditions, over all requests."""
    taken = {}
    for condition in CONDITIONS:
        called = Service("a.example", V1, port=8080, routes=[Route("r", when=condition, to="v1")])
        plan = plan_of(Service("web", V1, port=8080, calls=[called]), called)
        (match,) = plan.virtual_routers[1].routes[0].when
        taken[match] = {at for at, route in enumerate(routes_of(plan, "web-v1", REQUESTS)) if route == "r"}
    assert sum(implies(one, other) for one, other in product(taken, repeat=2)) > 2 * len(taken)
    assert sum(excludes(one, other) for one, other in product(taken, repeat=2)) > len(taken)
    for (one, ones), (other, others) in product(taken.items(), repeat=2):
        assert not implies(one, other) or ones <= others, (one, other)
        assert not excludes(one, other) or not ones & others, (one, other)
    for match, requests in taken.items():
        assert not impossible([match]) or not requests


@settings(max_examples=60, deadline=None)
@given(st.lists(whens, min_size=1, max_size=5))
@example([[header("x-a").equals("1")], [header("x-a").equals("1"), header("x-a").equals("2")]])
@example([[~header("x-a").exists()], [~header("x-a").equals("1")]])
@example([[cookie("c").exists()], [~cookie("c").equals("1")]])
def test_a_route_that_can_never_match_never_does(written: list[list[Condition]]) -> None:
    routes = [Route(f"r{index}", when=when, to="v1") for index, when in enumerate(written)]
    # The called service is known by the host of most requests, so that they reach its routes.
    called = Service("a.example", V1, port=8080, routes=routes)
    plan = plan_of(Service("web", V1, port=8080, calls=[called]), called)
    if any(problem.code == "MW111" for problem in advise(plan)):
        return
    never = {f"r{index}" for index in unreachable(plan, "services")}
    assert not never & reached(plan, "web-v1")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(hosts, whens, rewrites, st.sampled_from(["web", "api"])), min_size=1, max_size=5), whens)
def test_a_gateway_s_route_that_can_never_match_never_does(
    written: list[tuple[list[Condition], list[Condition], object, str]], inner: list[Condition]
) -> None:
    routes = [
        GatewayRoute(f"r{index}", when=[*where, *when], to=to, rewrite=rewrite)  # type: ignore[arg-type]
        for index, (where, when, rewrite, to) in enumerate(written)
    ]
    services = [
        Service("web", V1, port=8080),
        Service("api", V1, port=8080, routes=[Route("only", when=inner, to="v1")]),
    ]
    plan = plan_of(*services, gateways=[Gateway("public", routes=routes)])
    if any(problem.code == "MW111" for problem in advise(plan)):
        return
    never = {f"r{index}" for index in unreachable(plan, "gateways")}
    assert not never & {name.partition("/")[0] for name in reached(plan, "public")}


@pytest.mark.parametrize(
    ("first", "second", "covered"),
    [
        ([], [path.equals("/a")], True),
        ([path.starts_with("/")], [], True),
        ([path.starts_with("/a")], [path.starts_with("/ab"), header("x").exists()], True),
        ([path.starts_with("/ab")], [path.starts_with("/a")], False),
        ([path.matches("/a.*")], [path.equals("/ab")], True),
        ([path.matches("/a.*")], [path.starts_with("/ab")], False),
        ([header("X-A").exists()], [header("x-a").equals("1")], True),
        ([header("x-a").exists()], [~header("x-a").equals("1")], True),
        ([cookie("a").exists()], [~cookie("a").equals("1")], False),
        ([header("x").between(0, 10)], [header("x").between(2, 3)], True),
        ([header("x").between(2, 3)], [header("x").between(0, 10)], False),
        ([~header("x").between(0, 10)], [~header("x").between(2, 3)], False),
        ([header("x").equals("1")], [header("x").equals("1")], True),
        ([header("x").equals("1"), method.equals("GET")], [header("x").equals("1")], False),
        ([query("a").exists()], [query("a").equals("1")], True),
        ([cookie("a").exists()], [cookie("A").exists()], False),
    ],
    ids=str,
)
def test_what_an_earlier_route_takes(first: list[Condition], second: list[Condition], covered: bool) -> None:
    plan = plan_of(service(Route("first", when=first, to="v1"), Route("second", when=second, to="v1")))
    assert codes(plan) == ["MW201"] * covered
