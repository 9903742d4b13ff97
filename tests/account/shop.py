"""The mesh that the account is asked about, and subnets for it."""

from collections.abc import Sequence
from typing import Any

from meshwright import (
    Container,
    Ec2,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Images,
    Inline,
    Mesh,
    Scale,
    Service,
    Task,
    Tracing,
)
from meshwright.account import Placement, Report, examine
from meshwright.plan import Plan
from meshwright.validation import validate

REGION = "eu-west-1"


def plan(
    environment: str = "prod",
    *,
    platform: Fargate | Ec2 | None = None,
    images: Images | None = None,
    tracing: Tracing | None = None,
    delivery: Inline | None = None,
    services: int = 1,
) -> Plan:
    """A gateway and its services: each of two to four tasks of half a CPU."""
    described = [Service(f"web-{at}", Container("shop/web:1"), port=8080) for at in range(services)]
    public = Gateway("public", routes=[GatewayRoute("all", to=described[0])])
    found, problems = validate(
        Environment(
            environment,
            Mesh("shop", services=described, gateways=[public]),
            platform=platform or Fargate(REGION, tasks={"*": Task(cpu=0.5, memory="1GiB", scale=Scale(2, 4))}),
            images=images,
            tracing=tracing,
            delivery=delivery,
        )
    )
    assert found is not None, problems
    return found


def asked(plan: Plan, placement: Placement | None = None) -> Report:
    return examine(plan, placement or Placement())


def subnets(ec2: Any, zones: Sequence[str] = ("a", "b"), *, mask: int = 24, vpc: str | None = None) -> list[str]:
    """New subnets, one for each letter of a zone, by default in a new VPC."""
    where = vpc or new_vpc(ec2)
    return [
        ec2.create_subnet(VpcId=where, CidrBlock=f"10.0.{at}.0/{mask}", AvailabilityZone=f"{REGION}{zone}")["Subnet"][
            "SubnetId"
        ]
        for at, zone in enumerate(zones)
    ]


def new_vpc(ec2: Any, *, names: bool = True) -> str:
    """A new VPC, which resolves private names."""
    vpc: str = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": names})
    return vpc
