"""MW201 is exact: it is reported for those routes, and only those, that no request reaches.

Which conditions hold of which values is asked of the explainer, which is tested against Envoy itself.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meshwright import (
    Condition,
    Gateway,
    GatewayRoute,
    NodeListener,
    Plan,
    Rewrite,
    Route,
    RouterListener,
    Service,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    cookie,
    header,
    host,
    method,
    path,
    port,
    query,
    scheme,
)
from meshwright.checks import advise
from meshwright.envoy.compiler import Compiler
from meshwright.envoy.site import Address, Dns, Site
from meshwright.traffic import Request, explain

from .checked_plans import V1, codes, plan_of, service
from .plan_builders import plan_of as raw_plan_of

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
SENT = ["", "1", "2", "12", "3", "7", "10", "x", "x2", "1x", "12x", "122", "1x2", "12x2", "11", "21", "22", "02", "05"]


def ask(url: str, *headers: tuple[str, str], verb: str = "GET", host: str = "a.example") -> Request:
    return Request(verb, url, headers if "://" in url else (("host", host), *headers))


VALUES: dict[str, list[Request]] = {
    "path": [ask(each + end) for each, end in product(PATHS, ("", "x"))],
    "method": [ask("/", verb=each) for each in ("GET", "POST", "PUT")],
    "header": [
        ask("/", *(("x-a", each) for each in values))
        for count in range(4)
        for values in combinations_with_replacement(SENT, count)
    ],
    "cookie": [ask("/"), *(ask("/", ("cookie", f"c={each}")) for each in ("", "1", "12", "1x", "2", "x"))],
    "query": [ask(f"/{each}") for each in ("", "?q", "?q=1", "?q=2", "?q=x")],
    "scheme": [ask(f"{each}://a.example/") for each in ("http", "https")],
    "host": [
        ask("/", host=each)
        for each in ("a.example", "b.example", "ba.example", "x.example", "example", "xexample", "other")
    ],
}
"""Of each part of a request, enough to tell the conditions apart in every way."""
whens = st.lists(st.sampled_from(CONDITIONS), max_size=3)
hosts = st.lists(st.sampled_from(HOSTS), max_size=2)
rewrites = st.sampled_from([None, "off", Rewrite("/a"), Rewrite(path="/b"), Rewrite("/a/", host="off")])


def at_a_caller(routes: Sequence[Route]) -> Plan:
    called = Service("a.example", V1, port=8080, routes=routes)
    return plan_of(Service("web", V1, port=8080, calls=[called]), called)


def at_a_gateway(routes: Sequence[GatewayRoute], inner: Sequence[Condition] = ()) -> Plan:
    api = Service("api", V1, port=8080, routes=[Route("only", when=inner, to="v1")])
    return plan_of(Service("web", V1, port=8080), api, gateways=[Gateway("public", routes=routes)])


def taken(condition: Condition) -> Iterator[int]:
    """Which of the values fulfil a condition, as the explainer sees it."""
    gateway = condition.subject == "host"
    outer, inner = GatewayRoute("r", when=condition, to="web"), Route("r", when=condition, to="v1")
    plan = at_a_gateway([outer]) if gateway else at_a_caller([inner])
    address = Address("127.0.0.1", 1)
    site = Site({8080: address}) if gateway else Site({8080: address}, {8080: address}, address)
    compiler = Compiler(plan, {node.name: Dns(node.name) for node in plan.virtual_nodes})
    snapshot = compiler.snapshot("public" if gateway else "web-v1", site)
    for index, request in enumerate(VALUES[condition.subject]):
        said = explain(snapshot, request, "inbound_8080" if gateway else "outbound")
        if said.outcome == "routed":
            yield index


TAKEN = {condition: frozenset(taken(condition)) for condition in [*CONDITIONS, *HOSTS]}


def reached(routes: Sequence[Sequence[Condition]]) -> set[int]:
    """The routes that any request takes first, by trying one of each kind that the conditions tell apart."""
    asked = dict.fromkeys(condition for route in routes for condition in route)
    kinds: dict[str, set[frozenset[Condition]]] = {}
    for subject in dict.fromkeys(condition.subject for condition in asked):
        about = [condition for condition in asked if condition.subject == subject]
        values = range(len(VALUES[subject]))
        kinds[subject] = {frozenset(each for each in about if value in TAKEN[each]) for value in values}
    found = set()
    for request in product(*kinds.values()):
        held = frozenset().union(*request)
        found.add(next((index for index, route in enumerate(routes) if held.issuperset(route)), -1))
    return found - {-1}


def unreachable(plan: Plan, field: str) -> set[int]:
    return {
        int(problem.path[3])
        for problem in advise(plan)
        if problem.code == "MW201" and problem.path[0] == field and len(problem.path) > 3
    }


def is_combined(plan: Plan) -> bool:
    """Whether Envoy can say it: two expressions on one path it can't."""
    return not any(problem.code == "MW111" for problem in advise(plan))


@settings(max_examples=250, deadline=None)
@given(st.lists(whens, min_size=1, max_size=6))
@example([[header("x-a").equals("1")], [header("x-a").equals("1"), header("x-a").equals("2")]])
@example([[~header("x-a").exists()], [~header("x-a").equals("1")]])
@example([[cookie("c").exists()], [~cookie("c").equals("1")]])
@example([[path.equals("/a")], [path.equals("/b")], [path.matches("/a|/b")]])
@example([[header("x-a").exists()], [~header("x-a").exists()], []])
def test_a_route_is_reported_exactly_if_no_request_reaches_it(written: list[list[Condition]]) -> None:
    plan = at_a_caller([Route(f"r{index}", when=when, to="v1") for index, when in enumerate(written)])
    if is_combined(plan):
        assert unreachable(plan, "services") == set(range(len(written))) - reached(written)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(hosts, whens, rewrites, st.sampled_from(["web", "api"])), min_size=1, max_size=5), whens)
def test_a_gateway_s_route_is_reported_exactly_if_no_request_reaches_it(
    written: list[tuple[list[Condition], list[Condition], object, str]], inner: list[Condition]
) -> None:
    routes = [
        GatewayRoute(f"r{index}", when=[*where, *when], to=to, rewrite=rewrite)  # type: ignore[arg-type]
        for index, (where, when, rewrite, to) in enumerate(written)
    ]
    plan = at_a_gateway(routes, inner)
    if is_combined(plan):
        never = set(range(len(written))) - reached([[*where, *when] for where, when, _, _ in written])
        assert unreachable(plan, "gateways") == never


@pytest.mark.parametrize(
    ("first", "second", "covered"),
    [
        ([], [path.equals("/a")], True),
        ([path.starts_with("/")], [], True),
        ([path.starts_with("/a")], [path.starts_with("/ab"), header("x").exists()], True),
        ([path.starts_with("/ab")], [path.starts_with("/a")], False),
        ([path.matches("/a.*")], [path.equals("/ab")], True),
        ([path.matches("/a.*")], [path.starts_with("/ab")], True),
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
        ([path.matches("/[a-z]+")], [path.matches("/[a-y]{3}")], True),
        ([method.equals("CONNECT")], [method.equals("CONNECT")], False),
    ],
    ids=str,
)
def test_what_an_earlier_route_takes(first: list[Condition], second: list[Condition], covered: bool) -> None:
    plan = plan_of(service(Route("first", when=first, to="v1"), Route("second", when=second, to="v1")))
    assert ("MW201" in codes(plan)) == covered


def found_in(*routes: Route) -> list[str]:
    return [problem.found for problem in advise(plan_of(service(*routes))) if problem.code == "MW201"]


def test_several_routes_that_take_everything_together_are_all_named() -> None:
    debug = header("x-debug").exists()
    assert found_in(Route("on", when=debug, to="v1"), Route("off", when=~debug, to="v1"), Route("main", to="v1")) == [
        '"main" after "on" and "off", which together take every request that "main" matches'
    ]


def test_conditions_that_exclude_one_another_only_all_together_are_all_shown() -> None:
    when = [cookie("c").starts_with("a"), ~cookie("c").equals("a"), cookie("c").matches(".")]
    assert found_in(Route("never", when=when, to="v1"), Route("main", to="v1")) == [
        'cookie("c").starts_with("a") and ~cookie("c").equals("a") and cookie("c").matches(".")'
    ]


def test_what_can_t_be_told_in_bounded_time_is_not_reported() -> None:
    """Sixty expressions on one header have more combinations than are followed."""
    several = [Route(f"r{index}", when=header("x").matches(f".*{index}.*{index}"), to="v1") for index in range(10, 70)]
    assert found_in(*several, Route("last", when=header("x").matches(".*10.*1[0-9].*"), to="v1")) == []


@pytest.mark.parametrize(("second", "never"), [(9090, False), (8080, True)])
def test_a_router_with_several_ports_tells_their_requests_apart(second: int, never: bool) -> None:
    node = VirtualNode("node", V1, listeners=[NodeListener(8080), NodeListener(9090)])
    routes = [Route(f"r{index}", when=port.equals(each), to="node") for index, each in enumerate((8080, second))]
    router = VirtualRouter("r", listeners=[RouterListener(8080), RouterListener(9090)], routes=routes)
    plan = raw_plan_of(
        virtual_nodes=[node], virtual_routers=[router], virtual_services=[VirtualService("raw", router="r")]
    )
    assert ("MW201" in codes(plan)) == never
