"""Checks: what they must not say, that MW201 is never wrong, and what they cost.

What they say is in tests/rejected.
"""

import sys
from collections.abc import Iterable, Iterator
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meshwright import (
    Condition,
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Host,
    Local,
    Mesh,
    OutlierDetection,
    Plan,
    Process,
    Retry,
    Rewrite,
    Route,
    Scale,
    Service,
    Task,
    Timeout,
    Version,
    cookie,
    header,
    host,
    method,
    path,
    query,
    resolve,
    scheme,
    try_resolve,
)
from meshwright.checks import advise
from meshwright.checks.implication import excludes, implies, impossible
from meshwright.envoy.compiler import Compiler
from meshwright.envoy.site import Address, Dns, Site
from meshwright.traffic import Request, explain

V1 = Container("shop/web")


def plan_of(*services: Service, gateways: list[Gateway] | None = None, **tasks: Task) -> Plan:
    mesh = Mesh("shop", services=services, gateways=gateways or [])
    return resolve(Environment("test", mesh, platform=Fargate("eu-west-1", tasks=tasks)))


def codes(plan: Plan) -> list[str]:
    """The codes found, MW207 left out: most of these meshes have nobody who calls."""
    return [problem.code for problem in advise(plan) if problem.code != "MW207"]


def service(*routes: Route, **fields: object) -> Service:
    return Service("web", V1, port=8080, routes=routes, **fields)  # type: ignore[arg-type]


# MW201 against the explainer, which is held against Envoy itself

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


# What must not be said


def test_nothing_is_said_of_plain_defaults() -> None:
    web = Service("web", V1, port=8080)
    plan = plan_of(web, gateways=[Gateway("public", routes=[GatewayRoute("web", to=web)])])
    assert advise(plan) == []


def test_retries_that_fit_are_left_alone() -> None:
    assert codes(plan_of(service(retry=Retry(2, per_try="2s"), timeout="6s"))) == []
    assert codes(plan_of(service(retry=Retry(2, per_try="2s"), timeout="off"))) == []
    assert codes(plan_of(service(retry=Retry(10), timeout="1s"))) == []
    assert codes(plan_of(service(retry=Retry(0, per_try="9s"), timeout="1s"))) == []


def test_a_service_s_own_nodes_wait_as_long_as_its_routes() -> None:
    slow = service(Route("slow", to="v1", timeout=Timeout("off", "off")), timeout="1s")
    assert codes(plan_of(slow)) == []


def test_outlier_detection_that_works_for_one_version_is_left_alone() -> None:
    mixed = Service(
        "web",
        port=443,
        versions=[Version("old", Host("old.example")), Version("new", V1), Version("canary", V1)],
        routes=[Route("main", to={"old": 80, "new": 15, "canary": 5})],
        outlier_detection=OutlierDetection(),
    )
    assert codes(plan_of(mixed, **{"web-canary": Task(scale=Scale(1)), "web-new": Task(scale=Scale(2))})) == []
    assert codes(plan_of(mixed, **{"*": Task(scale=Scale(1))})) == ["MW205"]
    assert codes(plan_of(mixed)) == [], "nobody knows how many tasks there are"
    local = Environment("local", Mesh("shop", services=[mixed]), platform=Local({"*": Process(["x"])}))
    assert not [problem for problem in advise(resolve(local)) if problem.code == "MW205"]


def gateway_to(name: str, *hosts: str, to: str = "web") -> Gateway:
    return Gateway(
        name, routes=[GatewayRoute(f"r{index}", when=host.equals(each), to=to) for index, each in enumerate(hosts)]
    )


def outside(name: str, at: str) -> Service:
    return Service(name, Host(at), port=443)


def test_a_gateway_that_leads_to_another_is_no_cycle() -> None:
    """From the public gateway to the inner one and from there into the mesh."""
    web = Service("web", V1, port=8080)
    public, inner = gateway_to("public", "shop.example", to="inside"), gateway_to("inner", "inner.example")
    assert codes(plan_of(web, outside("inside", "inner.example"), gateways=[public, inner])) == []


def test_a_cycle_over_two_gateways_is_found_from_both() -> None:
    services = [outside("a", "b.example"), outside("b", "A.example")]
    gateways = [gateway_to("one", "a.example", to="a"), gateway_to("two", "B.example", to="b")]
    assert codes(plan_of(*services, gateways=gateways)) == ["MW206", "MW206"]


def test_a_route_without_a_host_takes_the_gateway_s_own() -> None:
    legacy = outside("legacy", "shop.example")
    routes = [
        GatewayRoute("shop", when=[host.equals("shop.example"), path.equals("/")], to="web"),
        GatewayRoute("rest", to=legacy),
    ]
    plan = plan_of(Service("web", V1, port=8080), legacy, gateways=[Gateway("public", routes=routes)])
    assert [(each.code, each.path) for each in advise(plan)] == [("MW206", ("gateways", 0, "routes", 1, "to"))]


def test_a_plan_with_errors_gets_no_advice_and_no_traceback() -> None:
    web = Service("web", V1, port=8080, routes=[Route("main", to={"v1": 50, "v9": 50})])
    broken = Mesh("shop", services=[web, web], gateways=[Gateway("g", routes=[GatewayRoute("r", to="gone")])])
    plan, problems = try_resolve(Environment("test", broken, platform=Fargate("eu-west-1")))
    assert problems
    assert plan is not None
    assert advise(plan) == []


def calls(plan: Plan) -> int:
    """How many functions the checks of a plan call, which is the same on every machine."""
    count = 0

    def called(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        assert advise(plan) == []
    finally:
        sys.setprofile(None)
    return count


def mesh(size: int) -> Plan:
    services = [
        Service(
            f"s{index}",
            port=8080,
            versions=[Version("v1", V1), Version("v2", V1)],
            routes=[Route("beta", when=cookie("beta").equals("yes"), to="v2"), Route("main", to={"v1": 90, "v2": 10})],
            retry=Retry(2, per_try="1s"),
            outlier_detection=OutlierDetection(),
            calls=[f"s{(index + step) % size}" for step in range(1, 6)],
        )
        for index in range(size)
    ]
    routes = [
        GatewayRoute(
            f"r{index}", when=[host.ends_with(f"{index}.example"), path.starts_with(f"/{index}/")], to=f"s{index}"
        )
        for index in range(size)
    ]
    return plan_of(*services, gateways=[Gateway("public", routes=routes)])


def test_the_work_grows_with_the_mesh_and_not_with_its_square() -> None:
    small, large = calls(mesh(50)), calls(mesh(800))
    assert large < 1.5 * 16 * small
