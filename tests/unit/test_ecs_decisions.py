"""Decisions for ECS that no cloud is needed for: names of load balancers, tags, logs that are kept."""

import pytest

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    Route,
    Scale,
    Service,
    Task,
    Version,
    names,
    resolve,
    validate,
)
from meshwright.targets import ecs
from meshwright.targets.ecs.check_quotas import QUOTAS, Quota
from meshwright.targets.ecs.model import EcsEnvironment
from meshwright.targets.ecs.tags import owner, tags


def described(gateway: str, environment: str = "dev", balancer: str = "network") -> Environment:
    web = Service("web", Container("shop/web"), port=8080)
    public = Gateway(gateway, routes=[GatewayRoute("all", to=web)])
    mesh = Mesh("shop", services=[web], gateways=[public])
    platform = Fargate("eu-west-1", load_balancers={"*": "application"} if balancer == "application" else {})
    return Environment(environment, mesh, platform=platform)


def layout(gateway: str, environment: str = "dev", balancer: str = "network") -> EcsEnvironment:
    return ecs.layout(resolve(described(gateway, environment, balancer)))


def test_a_name_is_cut_with_a_hash_of_all_of_it() -> None:
    first, second = "a" * 40 + "1", "a" * 40 + "2"
    assert names.cut("a" * 32, 32) == "a" * 32
    assert len(names.cut(first, 32)) == 32
    assert names.cut(first, 32) != names.cut(second, 32)
    assert "--" not in names.cut("a" * 24 + "-" + "b" * 20, 32)


def test_a_replacement_has_another_name_that_fits_too() -> None:
    name = names.owned("shop", "dev", "customers-and-partners-in-europe", "8080")
    made = [names.unique(name, names.LOAD_BALANCER, each) for each in ("arn:one", "arn:two")]
    assert all(len(each) == names.LOAD_BALANCER and each.startswith("shop-dev-customers") for each in made)
    assert made[0] != made[1]
    assert names.unique(name, names.LOAD_BALANCER, "arn:one") == made[0]


def test_long_names_of_gateways_are_no_problem() -> None:
    _, problems = validate(described("customers_and-partners-in-europe"))
    assert problems == []


def test_load_balancers_and_target_groups_have_no_underscores() -> None:
    proxy = layout("customers_in_europe").proxies["customers_in_europe"]
    assert proxy.load_balancer
    called = [each.name for each in proxy.load_balancer.target_groups.values()]
    assert called == ["shop-dev-customers-in-europe-8080"]


def test_roles_of_one_mesh_in_two_regions_have_different_names() -> None:
    made = {names.role("shop", "prod", region, "checkout", "task") for region in ("eu-west-1", "us-east-1")}
    assert made == {"shop-prod-eu-west-1-checkout-task", "shop-prod-us-east-1-checkout-task"}
    assert len(names.role("shop", "prod", "eu-west-1", "c" * 60, "task")) == names.ROLE


def test_the_two_kinds_of_load_balancers_can_exist_at_once() -> None:
    network = layout("public").proxies["public"].load_balancer
    application = layout("public", balancer="application").proxies["public"].load_balancer
    assert network is not None
    assert application is not None
    assert network.suffix != application.suffix
    groups = [next(iter(each.target_groups.values())) for each in (network, application)]
    assert groups[0].suffix != groups[1].suffix


def test_tags_name_the_owner_and_those_of_an_earlier_version_are_read() -> None:
    ours = tags("shop", "dev", "web-v1")
    assert owner(ours) == ("shop", "dev", "web-v1")
    assert all(name.startswith("meshwright:") for name in ours)
    assert owner({"mesh": "shop", "environment": "dev", "node": "web-v1"}) == ("shop", "dev", "web-v1")
    assert owner({"Name": "vpc"}) == (None, None, None)


def test_logs_of_production_are_kept() -> None:
    assert [
        name for name in ("dev", "prod", "production", "prod-eu", "preprod") if layout("public", name).keep_logs
    ] == [
        "prod",
        "production",
        "prod-eu",
    ]


def _needing(quota: Quota, more: int) -> Environment:
    """A mesh that needs so many more than a quota allows, of what the quota is about."""
    number, image = quota.default + more, Container("shop/web")
    web = Service("web", image, port=8080)
    services, gateways, scale, kind = [web], 1, 1, "network"
    if "applications" in quota.what:
        services = [Service(f"web-{each}", image, port=8080) for each in range(number - gateways)]
    elif "roles" in quota.what:
        services = [Service(f"web-{each}", image, port=8080) for each in range((number - 1) // 2 - gateways)]
    elif "versions" in quota.what:
        versions = [Version(f"v{each}", image) for each in range(number)]
        services = [Service("web", port=8080, versions=versions, routes=[Route("main", to={"v0": 100})])]
    elif "tasks" in quota.what:
        scale = number
    else:
        gateways, kind = number, quota.what.split()[0]
    mesh = Mesh(
        "shop",
        services=services,
        gateways=[Gateway(f"public-{each}", routes=[GatewayRoute("all", to=services[0])]) for each in range(gateways)],
    )
    platform = Fargate(
        "eu-west-1",
        tasks={services[0].name: Task(scale=Scale(scale))},
        load_balancers={"*": "application"} if kind == "application" else {},
    )
    return Environment("dev", mesh, platform=platform)


@pytest.mark.parametrize("quota", QUOTAS, ids=lambda quota: quota.what)
def test_a_mesh_above_a_quota_of_aws_says_so(quota: Quota) -> None:
    def found(more: int) -> list[str]:
        problems = ecs.check(resolve(_needing(quota, more)))
        return [each.found for each in problems if each.code == "MW322" and quota.what in each.found]

    assert found(0) == []
    (said,) = found(2)
    assert said.startswith(f"{quota.default + (1 if 'roles' in quota.what else 2)} ")
