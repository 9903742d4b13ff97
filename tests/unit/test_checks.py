"""Checks: what they must not report, and what they cost.

What they report is in tests/rejected.
"""

import importlib
import pkgutil
import sys
from collections.abc import Iterable

import pytest

from meshwright import (
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    HeaderChanges,
    Host,
    Local,
    Mesh,
    OutlierDetection,
    Plan,
    Problem,
    Process,
    Retry,
    Route,
    Scale,
    Service,
    Task,
    Timeout,
    Version,
    checks,
    cookie,
    header,
    host,
    path,
    resolve,
    try_resolve,
)
from meshwright.checks import CHECKS, advise
from meshwright.checks.finding import finding
from meshwright.plan import Index

from .checked_plans import V1, codes, plan_of, service

# The table of checks


def test_every_check_has_a_row() -> None:
    found = pkgutil.iter_modules(checks.__path__, "meshwright.checks.")
    modules = [importlib.import_module(each.name) for each in found]
    assert {each.check for each in modules if hasattr(each, "check")} == set(CHECKS.values())


def test_a_check_is_added_by_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(index: Index) -> Iterable[Problem]:
        for node in index.plan.virtual_nodes:
            yield finding("MW202", node.origin, found=node.name, expected="no node", fix="remove it")

    monkeypatch.setitem(CHECKS, "MW202", check)
    assert [problem.found for problem in advise(plan_of(service())) if problem.code == "MW202"] == ["web-v1"]


# What must not be reported


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
    assert codes(plan_of(mixed, tasks={"web-canary": Task(scale=Scale(1)), "web-new": Task(scale=Scale(2))})) == []
    assert codes(plan_of(mixed, tasks={"*": Task(scale=Scale(1))})) == ["MW205"]
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


def test_a_gateway_sets_and_removes_headers_of_conditions_and_adds_to_others() -> None:
    web = service(Route("beta", when=header("x-a").equals("b"), to="v1"), Route("main", to="v1"))
    changes = [HeaderChanges(set={"x-a": "b"}), HeaderChanges(remove=["x-a"]), HeaderChanges(add={"x-b": "b"})]
    routes = [
        GatewayRoute(f"r{at}", when=host.equals(f"{at}.example"), to=web, request_headers=each)
        for at, each in enumerate(changes)
    ]
    assert codes(plan_of(web, gateways=[Gateway("public", routes=routes)])) == []


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
