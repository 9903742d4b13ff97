"""The platform of a plan for ECS."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from meshwright.plan.model import Architecture, Ec2Platform, EcsPlatform, FargatePlatform, Plan
from meshwright.problems import UnknownPlatform


@dataclass(frozen=True)
class LaunchType:
    """How ECS gets the machines for its tasks."""

    name: Literal["FARGATE", "EC2"]
    """As ECS calls it."""
    written: str
    """The name of its class in the description."""
    fixed_sizes: bool
    """Whether tasks have only the sizes that Fargate sells."""
    stop_limit: int | None
    """The longest `stopTimeout` of a container, in seconds. None: ECS sets no limit.

    Source: ECS API, ContainerDefinition, stopTimeout."""


LAUNCH_TYPES: Mapping[str, LaunchType] = {
    FargatePlatform.kind: LaunchType("FARGATE", "Fargate", fixed_sizes=True, stop_limit=120),
    Ec2Platform.kind: LaunchType("EC2", "Ec2", fixed_sizes=False, stop_limit=None),
}


ARCHITECTURES: Mapping[Architecture, Literal["ARM64", "X86_64"]] = {"arm": "ARM64", "x86": "X86_64"}
"""The architectures of a description, as ECS calls them."""


def platform(plan: Plan) -> EcsPlatform:
    """The platform of the plan. Raises UnknownPlatform for a plan of another platform than ECS."""
    if not isinstance(plan.platform, EcsPlatform):
        raise UnknownPlatform(plan.platform.kind, LAUNCH_TYPES, __name__)
    return plan.platform


def launch_type(plan: Plan) -> LaunchType:
    """The launch type of the plan. Raises UnknownPlatform for a plan of another platform than ECS."""
    found = LAUNCH_TYPES.get(plan.platform.kind)
    if found is None:
        raise UnknownPlatform(plan.platform.kind, LAUNCH_TYPES, __name__)
    return found
