"""The plan of the design's own example."""

from datetime import timedelta
from pathlib import Path

import pytest

from meshwright import (
    Plan,
    Severity,
    from_yaml,
    resolve,
    to_yaml,
    try_resolve,
)
from meshwright.checks import advise
from meshwright.description.stack import load
from meshwright.plan import Index
from meshwright.plan.model import (
    ContainerWorkload,
    GatewayRoute,
    GivenRef,
    HostWorkload,
    LambdaWorkload,
    Route,
    SecretRef,
)

EXAMPLE = Path(__file__).parent / "design_example"
SECOND = timedelta(seconds=1)


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
    routes: list[Route | GatewayRoute] = [*Index(shop).routes("checkout"), *shop.virtual_gateways[0].routes]
    for each in routes:
        where, _, _ = each.origin.partition(" ")
        assert f'Route("{each.name}"' in lines[int(where.rpartition(":")[2]) - 1]


def test_the_example_canary_is_an_argument() -> None:
    plan = resolve(load("prod", {"tag": "2.0", "canary": "50"}, EXAMPLE))
    assert [each.weight for each in Index(plan).routes("checkout")[2].targets] == [50, 50]


def test_the_example_prints_as_yaml_and_reads_back(shop: Plan) -> None:
    assert from_yaml(to_yaml(shop)) == shop
