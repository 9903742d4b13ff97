"""All of one description on ECS."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import pulumi
import pulumi_aws as aws

from meshwright.plan import Plan
from meshwright.problems import Problem
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.gateway import Access, VirtualGateway
from meshwright.provision.ecs.network import DevelopmentNetwork, Network
from meshwright.provision.ecs.node import VirtualNode
from meshwright.provision.ecs.service import SharedResources, VirtualService
from meshwright.provision.ecs.sidecar import Override
from meshwright.provision.stack import refused
from meshwright.targets.ecs.model import EcsEnvironment
from meshwright.problems import did_you_mean


def check(plan: Plan, layout: EcsEnvironment, network: Network | None, overrides: Mapping[str, object], access: Mapping[str, object]) -> None:
    """Raises pulumi.RunError with what is wrong in the arguments of a MeshEnvironment."""
    problems = [] if network or not plan.environment.startswith("prod") else [_no_network(plan)]
    kinds = {kind: [each.name for each in layout.proxies.values() if each.kind == kind] for kind in ("node", "gateway")}
    for argument, given, kind in (("overrides", overrides, "node"), ("gateways", access, "gateway")):
        problems += [
            Problem("MW403", (argument, name), f'"{name}"', f"a virtual {kind} of the description",
                    did_you_mean(name, kinds[kind], "leave it out"))
            for name in given if name not in kinds[kind]
        ]  # fmt: skip
    if problems:
        raise refused(problems)


def _no_network(plan: Plan) -> Problem:
    return Problem(
        "MW401", ("network",), f"no network for {plan.environment}", "the VPC and subnets of production",
        "pass MeshEnvironment(..., network=Network(vpc=..., subnets=[...])); only other environments get one made",
    )  # fmt: skip
