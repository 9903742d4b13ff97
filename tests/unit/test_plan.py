"""From the description to the plan: the design's own example, what is inherited, one name space, and YAML and back."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pydantic
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from meshwright import (
    AccessLog,
    ConnectionPool,
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayListener,
    GatewayRoute,
    Given,
    HealthCheck,
    Host,
    Local,
    Mesh,
    NodeListener,
    OutlierDetection,
    Plan,
    ProblemsFound,
    Process,
    Retry,
    Rewrite,
    Route,
    RouterListener,
    Scale,
    Secret,
    Service,
    Severity,
    Target,
    Task,
    Timeout,
    Version,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    cookie,
    from_yaml,
    header,
    host,
    method,
    path,
    port,
    query,
    resolve,
    scheme,
    to_yaml,
    try_resolve,
)
from meshwright.checks import advise
from meshwright.description.stack import load
from meshwright.plan import Index, from_values, to_values
from meshwright.plan.model import ContainerWorkload, GivenRef, HostWorkload, LambdaWorkload, SecretRef
from meshwright.plan.model import Route as PlannedRoute

EXAMPLE = Path(__file__).parent / "design_example"
SECOND = timedelta(seconds=1)


def plan_of(*services: Service, **mesh: Any) -> Plan:
    return resolve(Environment("test", Mesh("shop", services=services, **mesh), platform=Fargate("eu-west-1")))


def service(name: str = "web", **fields: Any) -> Service:
    return Service(name, Container("shop/web"), **{"port": 8080} | fields)


def route_of(plan: Plan, index: int = 0) -> PlannedRoute:
    return plan.virtual_routers[index].routes[0]


# The example of the design


@pytest.fixture(scope="module")
def shop() -> Plan:
    plan, problems = try_resolve(load("prod", {"tag": "2.0"}, EXAMPLE))
    assert plan is not None
    assert not problems
    assert not [problem for problem in advise(plan) if problem.severity is Severity.ERROR]
    return plan


def test_the_example_has_the_names_it_speaks_of(shop: Plan) -> None:
    services = ["web", "checkout", "inventory", "payments", "recommendations", "redis"]
    assert [each.name for each in shop.virtual_services] == services
    assert [each.name for each in shop.virtual_nodes] == [
        "web-v1",
        "checkout-v1",
        "checkout-v2",
        "inventory-v1",
        "payments-v1",
        "recommendations-v1",
        "recommendations-fn",
        "redis-v1",
    ]
    assert [each.name for each in shop.virtual_gateways] == ["public"]
    assert (shop.environment, shop.mesh, shop.egress) == ("prod", "shop", "deny")
    assert shop.virtual_services[1].domains == ("checkout", "checkout.shop.mesh")


def test_the_example_s_routes_inherit_what_they_do_not_say(shop: Plan) -> None:
    debug, beta, main = Index(shop).routes("checkout")
    assert [(each.node, each.weight) for each in main.targets] == [("checkout-v1", 90), ("checkout-v2", 10)]
    assert [each.node for each in debug.targets] == ["checkout-v2"]
    assert [each.policy.timeout.per_request for each in (debug, beta, main)] == [60 * SECOND, 5 * SECOND, 5 * SECOND]
    for each in (debug, beta, main):
        assert each.policy.retry is not None
        assert (each.policy.retry.attempts, each.policy.retry.on) == (2, ("gateway-error",))
    assert (debug.when[0].subject, beta.when[0].name, main.when) == ("header", "beta", ())


def test_the_example_s_nodes_wait_as_long_as_the_longest_route_to_them(shop: Plan) -> None:
    nodes = Index(shop).nodes
    assert nodes["checkout-v1"].listeners[0].timeout.per_request == 5 * SECOND
    assert nodes["checkout-v2"].listeners[0].timeout.per_request == 60 * SECOND


def test_the_example_s_payments_are_never_tried_twice(shop: Plan) -> None:
    (payments,) = Index(shop).routes("payments")
    assert payments.policy.retry is None
    assert payments.policy.timeout.per_request == 10 * SECOND
    assert Index(shop).nodes["payments-v1"].runs == HostWorkload("api.pay.example", tls=True)
    assert not Index(shop).nodes["payments-v1"].has_proxy


def test_the_example_s_defaults_are_app_mesh_s(shop: Plan) -> None:
    (web,) = Index(shop).routes("web")
    assert web.policy.retry is not None
    assert (web.policy.retry.attempts, web.policy.retry.origin) == (2, "defaults.retry")
    assert (web.policy.timeout.per_request, web.policy.timeout.origin) == (15 * SECOND, "defaults.timeout")
    (redis,) = Index(shop).routes("redis")
    assert (redis.protocol, redis.policy.retry, redis.policy.timeout.per_request) == ("tcp", None, None)


def test_the_example_s_workloads(shop: Plan) -> None:
    nodes = Index(shop).nodes
    secrets = {"DATABASE_URL": SecretRef("shop/db")}
    assert nodes["checkout-v1"].runs == ContainerWorkload("shop/checkout:1.4", secrets=secrets)
    assert nodes["recommendations-fn"].runs == LambdaWorkload(GivenRef("recommendations_arn"))
    assert nodes["checkout-v1"].backends == ("inventory", "payments", "web")
    assert shop.images == {"registry": "111122223333.dkr.ecr.eu-west-1.amazonaws.com", "tag": "2.0"}


def test_the_example_s_sizes_are_by_exact_name_before_the_star(shop: Plan) -> None:
    web, redis = shop.platform.tasks["web-v1"], shop.platform.tasks["redis-v1"]
    assert (web.cpu, web.memory, web.low, web.high) == (0.5, "1GiB", 4, 40)
    assert (redis.low, redis.high) == (2, 10)
    assert "payments-v1" not in shop.platform.tasks


def test_the_example_s_gateway(shop: Plan) -> None:
    (public,) = shop.virtual_gateways
    assert [(each.when[0].value, each.service) for each in public.routes] == [
        ("shop.example", "web"),
        ("api.shop.example", "checkout"),
    ]


def test_the_example_s_parts_know_their_lines(shop: Plan) -> None:
    lines = (EXAMPLE / "shop.py").read_text("utf-8").splitlines()
    for each in (*Index(shop).routes("checkout"), *shop.virtual_gateways[0].routes):
        where, _, _ = each.origin.partition(" ")
        assert f'Route("{each.name}"' in lines[int(where.rpartition(":")[2]) - 1]


def test_the_example_canary_is_an_argument() -> None:
    plan = resolve(load("prod", {"tag": "2.0", "canary": "50"}, EXAMPLE))
    assert [each.weight for each in Index(plan).routes("checkout")[2].targets] == [50, 50]


# None inherits, "off" is off


def test_retry_is_inherited_from_route_to_service_to_mesh_to_the_defaults() -> None:
    main = [Route("main", to="v1")]
    own = [Route("main", to="v1", retry=Retry(4))]
    assert route_of(plan_of(service())).policy.retry.attempts == 2  # type: ignore[union-attr]
    assert route_of(plan_of(service(), retry=Retry(1))).policy.retry.attempts == 1  # type: ignore[union-attr]
    assert route_of(plan_of(service(retry=Retry(3)), retry=Retry(1))).policy.retry.attempts == 3  # type: ignore[union-attr]
    assert route_of(plan_of(service(routes=own, retry="off"), retry="off")).policy.retry.attempts == 4  # type: ignore[union-attr]
    assert route_of(plan_of(service(), retry="off")).policy.retry is None
    assert route_of(plan_of(service(routes=main, retry="off"), retry=Retry(1))).policy.retry is None
    assert route_of(plan_of(service(routes=[replace(main[0], retry="off")]))).policy.retry is None


@pytest.mark.parametrize(
    ("mesh", "own", "route", "wanted"),
    [
        (None, None, None, 15 * SECOND),
        ("1s", None, None, SECOND),
        ("1s", "2s", None, 2 * SECOND),
        ("1s", "2s", "3s", 3 * SECOND),
        ("1s", "2s", timedelta(minutes=1), 60 * SECOND),
        ("1s", "off", None, None),
        ("off", None, None, None),
        ("off", None, "3s", 3 * SECOND),
        ("1s", "2s", "off", None),
        ("1s", "2s", Timeout(idle="9s"), 2 * SECOND),
        (None, Timeout(per_request="off"), None, None),
    ],
)
def test_a_timeout_is_inherited_likewise(mesh: Any, own: Any, route: Any, wanted: timedelta | None) -> None:
    plan = plan_of(service(timeout=own, routes=[Route("main", to="v1", timeout=route)]), timeout=mesh)
    assert route_of(plan).policy.timeout.per_request == wanted
    assert plan.virtual_nodes[0].listeners[0].timeout.per_request == wanted


def test_the_parts_of_a_timeout_are_inherited_one_by_one() -> None:
    plan = plan_of(service(timeout=Timeout(idle="1m")), timeout=Timeout(per_request="3s", idle="off"))
    assert (route_of(plan).policy.timeout.per_request, route_of(plan).policy.timeout.idle) == (3 * SECOND, 60 * SECOND)


def test_access_logs_and_health_checks_are_on_unless_they_are_off() -> None:
    node = plan_of(service()).virtual_nodes[0]
    assert node.access_log == plan_of(service(), gateways=[Gateway("g")]).virtual_gateways[0].access_log
    assert node.access_log is not None
    assert node.listeners[0].health_check is not None
    off = plan_of(service(health_check="off"), access_log="off").virtual_nodes[0]
    assert (off.access_log, off.listeners[0].health_check) == (None, None)
    again = plan_of(service(access_log=AccessLog(failures_only=True)), access_log="off").virtual_nodes[0]
    assert again.access_log is not None
    assert again.access_log.failures_only


# Raw terms and sugar


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
    assert problem.place.file.endswith("test_plan.py")


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


# YAML and back

RICH = Environment(
    "prod",
    Mesh(
        "shop",
        services=[
            Service(
                "web",
                port=8080,
                versions=[
                    Version("v1", Container(Given("image"), ["run"], {"B": Given("b")}, {"C": Secret("c", "k")})),
                    Version("v2", Process(["python", "-c", "pass"], {"A": "é: #"}, 2, "apps")),
                    Version("open"),
                ],
                routes=[
                    Route(
                        "all",
                        to={"v1": 1, "v2": 1},
                        when=[
                            path.starts_with("/a"),
                            method.equals("GET"),
                            scheme.equals("https"),
                            ~header("x-n").between(-1, 9),
                            header("y").matches("a|b"),
                            ~cookie("c").exists(),
                            query("q").equals("1 2"),
                        ],
                        priority=0,
                    ),
                    Route(
                        "port", to=[Target("open", 3, port=8080)], when=port.equals(8080), retry="off", timeout="off"
                    ),
                ],
                retry=Retry(3, ["server-error", "unavailable"], "250ms"),
                timeout=Timeout("1m", "off"),
                health_check=HealthCheck("/health", "1m", timedelta(milliseconds=1), 1, 10),
                outlier_detection=OutlierDetection(3, "1s", "1h", 34),
                connection_pool=ConnectionPool(1, 2, 3),
                access_log="off",
                calls=["db", "old.example"],
            ),
            Service("db", Host("db.example", tls=False), port=5432, protocol="tcp", timeout=Timeout(idle="2h")),
        ],
        gateways=[
            Gateway(
                "public",
                routes=[
                    GatewayRoute(
                        "a", to="web", when=host.ends_with(".example"), rewrite=Rewrite("/b", host="off"), port=8080
                    ),
                    GatewayRoute("b", to="web", when=path.equals("/x"), rewrite=Rewrite(path="/y")),
                    GatewayRoute("c", to="web", rewrite="off"),
                ],
            )
        ],
        virtual_services=[VirtualService("old.example", node="old"), VirtualService("later")],
        virtual_nodes=[VirtualNode("old", listeners=[NodeListener(80, timeout="3d")], backends=["db"])],
        virtual_gateways=[
            VirtualGateway("inner", listeners=[GatewayListener(81, "grpc", connection_pool=ConnectionPool(5))])
        ],
        egress="allow",
        retry="off",
        access_log=AccessLog(failures_only=True),
    ),
    platform=Fargate("eu-west-1", tasks={"*": Task(0.25, "512MiB", Scale(1)), "web-v1": Task(scale=Scale(0, 5))}),
)


def test_a_rich_plan_prints_as_yaml_and_reads_back() -> None:
    plan = resolve(RICH)
    text = to_yaml(plan)
    assert from_yaml(text) == plan
    assert to_yaml(from_yaml(text)) == text
    assert "&" not in text.replace("é: #", ""), "no anchors: a line diff must be readable"
    assert from_values(to_values(plan)) == plan
    assert yaml.safe_load(text) == to_values(plan)


def test_the_example_prints_as_yaml_and_reads_back(shop: Plan) -> None:
    assert from_yaml(to_yaml(shop)) == shop


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,10}[a-z0-9]", fullmatch=True)
DURATIONS = st.integers(1, 3650 * 86_400_000).map(lambda value: timedelta(milliseconds=value)) | st.just("off")
TEXTS = st.text(max_size=12)


@st.composite
def environments(draw: st.DrawFn) -> Environment:
    """Small meshes with odd texts and durations in all their corners."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    weights = draw(st.tuples(st.integers(0, 100), st.integers(1, 100)))
    services = []
    for name in names:
        runs = Container(
            draw(TEXTS), draw(st.lists(TEXTS, max_size=2)), draw(st.dictionaries(TEXTS, TEXTS, max_size=2))
        )
        routes = [
            Route(
                "odd",
                when=[header("x").equals(draw(TEXTS)), query("y").equals(draw(TEXTS))],
                to="v1",
                timeout=draw(DURATIONS),
            ),
            Route("main", to={"v1": weights[0], "v2": weights[1]}, retry=Retry(draw(st.integers(0, 10)))),
        ]
        versions = [Version("v1", runs), Version("v2", Process(["x", draw(TEXTS)]))]
        timeout = Timeout(draw(DURATIONS), draw(DURATIONS | st.none()))
        services.append(
            Service(
                name,
                port=draw(st.integers(1, 65535)),
                versions=versions,
                routes=routes,
                timeout=timeout,
                calls=draw(st.lists(st.sampled_from(names), max_size=3)),
            )
        )
    return Environment("test", Mesh("m", services=services), platform=Local({"*": Process([draw(TEXTS)])}))


@settings(max_examples=60, deadline=None)
@given(environments())
def test_every_plan_prints_as_yaml_and_reads_back(environment: Environment) -> None:
    plan, _ = try_resolve(environment)
    assert plan is not None
    assert from_yaml(to_yaml(plan)) == plan


@pytest.mark.parametrize("text", ["", "[]", "environment: x", "environment: {}\nmesh: 1"])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(pydantic.ValidationError):
        from_yaml(text)
