"""What a team passes for the platform of its mesh, what it gets back, and the platforms that there are."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any, Generic, TypeVar

import pulumi

from meshwright import extras
from meshwright.plan import Plan
from meshwright.problems import Problem, UnknownPlatform
from meshwright.provision.stack import refused

_ARGUMENTS: Mapping[str, tuple[str, str]] = {
    "local": ("meshwright.provision.local", "Local"),
    "fargate": ("meshwright.provision.ecs.platform", "Ecs"),
    "ec2": ("meshwright.provision.ecs.platform", "Ecs"),
}
"""Module and class of each platform's argument. Loaded when asked for: each needs its extra."""


@dataclass(frozen=True)
class Outputs:
    """What a mesh tells its program, on any platform."""

    gateways: Mapping[str, pulumi.Output[str]]
    """The URL of each virtual gateway, by name."""

    def values(self) -> dict[str, Any]:
        """The outputs by name, as Pulumi registers them."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


Its = TypeVar("Its", bound=Outputs)
"""The outputs of one platform."""

Provision = Callable[[pulumi.ComponentResource, str], Its]
"""Registers the resources of a mesh: below this parent, named after this name."""


class Platform(ABC, Generic[Its]):
    """Base of `Ecs` and `Local`: what a program knows of the platform and the description does not say."""

    @abstractmethod
    def prepare(self, plan: Plan, opts: pulumi.ResourceOptions | None) -> Provision[Its]:
        """What provisions the plan with these arguments. Raises pulumi.RunError with every problem of theirs.

        Registers nothing yet. `opts`: of the component below which the resources will be.
        """


def argument(plan: Plan, given: Platform[Any] | None) -> Platform[Any]:
    """The argument for the plan's platform: the given one, or one that leaves everything out.

    Raises pulumi.RunError (MW403) where the given one is for another platform, or where its extra is not installed, and
    UnknownPlatform for a platform without components.
    """
    expected = _class(plan.platform.kind)
    if given is None:
        return expected()
    if not isinstance(given, expected):
        name = expected.__name__
        raise refused(
            [
                Problem(
                    "MW403",
                    ("platform",),
                    f"provision.{type(given).__name__}(...)",
                    f'provision.{name}(...): environment "{plan.environment}" is for {plan.platform.kind}',
                    f"pass platform=provision.{name}(...), or describe another platform",
                )
            ]
        )
    return given


def _class(kind: str) -> type[Platform[Any]]:
    if kind not in _ARGUMENTS:
        raise UnknownPlatform(kind, _ARGUMENTS, __name__)
    module, name = _ARGUMENTS[kind]
    try:
        found: type[Platform[Any]] = getattr(import_module(module), name)
    except ModuleNotFoundError as error:
        message = extras.needed(error)
        if message is None:
            raise
        raise pulumi.RunError(f"a mesh for {kind}: {message}") from None
    return found
