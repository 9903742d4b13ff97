"""The mesh that these tests run: web calls checkout, behind the gateway "public"."""

from typing import Literal

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    Retry,
    Route,
    Service,
    Version,
    resolve,
)
from meshwright.targets import ecs
from meshwright.targets.ecs.model import EcsEnvironment

from .images import stub


def shop(
    *,
    tag: str = "1",
    checkout: list[str] | None = None,
    capture: Literal["transparent", "loopback"] = "transparent",
    split: dict[str, int] | None = None,
    retry: Retry | Literal["off"] | None = None,
) -> EcsEnvironment:
    """`checkout`: the command of its application. `split`: its versions and their weights."""
    command = checkout or stub(f"checkout {tag}")
    versions = split or {"v1": 100}
    called = Service(
        "checkout",
        port=8080,
        versions=[
            Version(name, Container("shop/app:1", command=stub(name) if split else command, environment={"TAG": tag}))
            for name in versions
        ],
        routes=[Route("main", to=versions)],
    )
    web = Service(
        "web", Container("shop/app:1", command=stub(f"web {tag}"), environment={"TAG": tag}), port=8080, calls=[called]
    )
    public = Gateway("public", routes=[GatewayRoute("all", to=web)])
    mesh = Mesh("shop", services=[web, called], gateways=[public], retry=retry)
    return ecs.layout(resolve(Environment("test", mesh, platform=Fargate("eu-west-1", capture=capture))))


CHECKOUT = "http://checkout.shop.mesh:8080/"
