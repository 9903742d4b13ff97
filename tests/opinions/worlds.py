"""The environments that are judged: every golden case on ECS, and four with what those leave out."""

import os
import runpy
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pulumi

from meshwright import (
    AppConfig,
    Container,
    Ec2,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Images,
    Logs,
    Mesh,
    Route,
    Scale,
    Secret,
    Service,
    Task,
    Tracing,
    Version,
    provision,
)

CASES = Path(__file__).parents[1] / "cases"
NEVER_MADE = {"ecs-application-load-balancer"}
"""Its second port is gRPC without TLS, which MW402 refuses: `balanced` is of its kind."""

GOLDEN = sorted({each.parent.name for each in CASES.glob("*/ecs.json")} - NEVER_MADE)

ACCOUNT = "111122223333"
ECR = f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000000"
CERTIFICATE = f"arn:aws:acm:eu-west-1:{ACCOUNT}:certificate/0a1b2c3d-0000-4000-8000-000000000000"
SECRET = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:"
OPEN = provision.Access(public=True, certificate=CERTIFICATE)


@dataclass(frozen=True)
class World:
    """An environment, and the arguments of its platform. `network`: whether it is given one, or makes its own. `called`:
    its name, where that is another than the world's: one that AWS would refuse as the beginning of some resource's.
    """

    environment: Callable[[], Environment]
    arguments: Mapping[str, Any] = field(default_factory=dict)
    network: bool = True
    called: str = ""

    def build(self, name: str, number: int) -> None:
        """Makes it, under a name of its own, in a VPC of its own."""
        name = self.called or name
        made = replace(self.environment(), name=name)
        network = vpc(number) if self.network else None
        provision.MeshEnvironment(name, made, platform=provision.Ecs(network=network, **self.arguments))


def vpc(number: int) -> provision.Network:
    """A network that is there already."""
    subnets = [f"subnet-{number:07x}{each}" for each in range(4)]
    return provision.Network(f"vpc-{number:08x}", subnets[:2], subnets[2:])


def golden(case: str) -> Callable[[], Environment]:
    """The environment of a golden case."""

    def environment() -> Environment:
        with _inside(CASES / case):
            found: Environment = runpy.run_path("case.py")["environment"]
        return found

    return environment


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def production() -> Environment:
    """Scaling, tracing, retained logs, an architecture, secrets; behind a network load balancer with TLS."""
    checkout = Service(
        "checkout",
        port=8080,
        versions=[
            Version("v1", Container("shop/checkout:1", secrets={"URL": Secret("shop/db")})),
            Version("v2", Container("shop/checkout")),
        ],
        routes=[Route("main", to={"v1": 90, "v2": 10})],
    )
    web = Service("web", Container("shop/web"), port=8080, calls=[checkout])
    sizes = {"*": Task(cpu=0.5, memory="1GiB", scale=Scale(2, 10)), "web": Task(scale=Scale(4, 40))}
    return Environment(
        "prod",
        Mesh("shop", services=[web, checkout], gateways=[_public()]),
        platform=Fargate("eu-west-1", tasks=sizes, architecture="arm"),
        images=Images(ECR, tag="7f3a"),
        logs=Logs(keep="90d"),
        tracing=Tracing("5%"),
    )


def machines() -> Environment:
    """EC2 instances in a network of the environment's own; a role with every kind of statement."""
    db = Service("db", Container(f"{ECR}/db:1", secrets={"URL": Secret("shop/db")}), port=8080)
    web = Service("web", Container(f"{ECR}/web:1"), port=8080, calls=["db"])
    return Environment(
        "machines",
        Mesh("shop", services=[web, db], gateways=[_public()]),
        platform=Ec2("eu-west-1", tasks={"*": Task(cpu=0.5, memory="1GiB", scale=Scale(2, 4))}),
        delivery=AppConfig(over="10m", step=20, bake="10m"),
    )


def balanced() -> Environment:
    """Behind an application load balancer that redirects to TLS, with no other way out of the tasks."""
    web = Service("web", Container("shop/web:1"), port=8080)
    mesh = Mesh("shop", services=[web], gateways=[_public()], egress="deny")
    return Environment("balanced", mesh, platform=Fargate("eu-west-1", load_balancers={"public": "application"}))


def _public() -> Gateway:
    return Gateway("public", routes=[GatewayRoute("all", to="web")])


def _volumes() -> provision.Override:
    return provision.Override(
        image=pulumi.Output.from_input(f"{ECR}/web:2"),
        secrets={"KEY": f"{SECRET}shop/key-AbCdEf"},
        volumes={
            "/data": provision.EfsVolume("fs-0a1b2c3d", access_point="fsap-0a1b2c3d4e5f60718"),
            "/more": provision.EfsVolume("fs-0a1b2c3d", access_point="fsap-1a1b2c3d4e5f60718"),
            "/read": provision.EfsVolume("fs-1a1b2c3d", read_only=True),
        },
        kms_key=KEY,
    )


ARGUMENTS: Mapping[str, Mapping[str, Any]] = {
    "ecs-two-versions": {"givens": {"db_host": "db.example", "checkout_image": f"{ECR}/checkout:2"}},
    "host-given": {"givens": {"database_host": "db.example", "payments_host": "pay.example"}},
}
"""What the golden cases leave to the program."""

WORLDS: Mapping[str, World] = {
    **{name.removeprefix("ecs-"): World(golden(name), ARGUMENTS.get(name, {})) for name in GOLDEN},
    "production": World(
        production,
        {
            "gateways": {"public": OPEN},
            "secrets": {"shop/db": f"{SECRET}shop/db-AbCdEf"},
            "kms_key": KEY,
            "container_insights": True,
        },
        called="production-of-all-the-shops-of-the-continent-and-of-its-islands",
    ),
    "machines": World(
        machines,
        {"overrides": {"web-v1": _volumes()}, "secrets": {"shop/db": f"{SECRET}shop/db-AbCdEf"}},
        network=False,
        called="ecs-Machines_1",
    ),
    "balanced": World(balanced, {"gateways": {"public": OPEN}}, called="sg-balanced"),
    "inside": World(balanced, {"gateways": {"public": provision.Access(clients=["10.0.0.0/8"])}}, called="internal"),
}
