"""The sample shop on ECS, through the real engine, with the test double of AWS's provider."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.standin.conftest import Project, project, standin

from meshwright import (
    AppConfig,
    Container,
    Ec2,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Images,
    Inline,
    Logs,
    Mesh,
    Retry,
    Route,
    Scale,
    Service,
    Task,
    Version,
    cookie,
    provision,
)

__all__ = ["project", "standin"]

NETWORK = provision.Network("vpc-0a1b2c3d", ["subnet-0a1b2c3d", "subnet-1a1b2c3d"])


def shop(weights: dict[str, int], tags: dict[str, str] | None = None) -> Mesh:
    """web → checkout (versions by `weights`) → inventory, which calls web; behind a gateway."""
    tags = tags or {}
    inventory = Service("inventory", Container("shop/inventory"), port=8080, calls=["web"])
    checkout = Service(
        "checkout",
        port=8080,
        versions=[Version(each, Container(f"shop/checkout:{tags.get(each, '1')}")) for each in weights],
        routes=[
            Route("beta", when=cookie("beta").equals("yes"), to="v1"),
            Route("main", to=weights),
        ],
        retry=Retry(2, on=["gateway-error"]),
        timeout="5s",
        calls=[inventory],
    )
    web = Service("web", Container("shop/web"), port=8080, calls=[checkout])
    public = Gateway("public", routes=[GatewayRoute("shop", to=web)])
    return Mesh("shop", services=[web, checkout, inventory], gateways=[public])


ONE = Scale(1)


def described(
    name: str = "dev",
    weights: dict[str, int] | None = None,
    tags: dict[str, str] | None = None,
    *,
    mesh: Mesh | None = None,
    platform: Fargate | Ec2 | None = None,
    delivery: AppConfig | Inline | None = None,
) -> Environment:
    return Environment(
        name,
        mesh or shop(weights or {"v1": 90, "v2": 10}, tags),
        platform=platform or Fargate("eu-west-1", tasks={"*": Task(cpu=0.5, memory="1GiB", scale=ONE)}),
        images=Images("111122223333.dkr.ecr.eu-west-1.amazonaws.com", tag="1"),
        logs=Logs(keep="7d"),
        delivery=delivery,
    )


def program(
    weights: dict[str, int] | None = None,
    tags: dict[str, str] | None = None,
    *,
    environment: Any = None,
    **arguments: Any,
) -> Callable[[], None]:
    """A Pulumi program of one environment: by default the shop's, called dev."""

    def run() -> None:
        made = environment or described(weights=weights, tags=tags)
        provision.MeshEnvironment(made.name, made, platform=provision.Ecs(**arguments)).export()

    return run


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundles' files go into the test's folder."""
    monkeypatch.chdir(tmp_path)


OURS = {
    "BundleDelivery",
    "DevelopmentNetwork",
    "Ec2Capacity",
    "Ec2Workload",
    "EnvoySidecar",
    "FargateWorkload",
    "LogGroups",
    "MeshEnvironment",
    "MeshFoundation",
    "RollbackAlarm",
    "SharedResources",
    "VirtualGateway",
    "VirtualNode",
    "VirtualRouter",
    "VirtualService",
}


def cloud(changes: dict[str, str]) -> dict[str, str]:
    """The operations on AWS resources, without components."""
    return {name: op for name, op in changes.items() if name.partition(" ")[0] not in OURS}


def said(project: Project, run: Callable[[], None]) -> str:
    """The output of a preview that succeeds."""
    return str(project.stack(run).preview(on_output=lambda _: None).stdout)
