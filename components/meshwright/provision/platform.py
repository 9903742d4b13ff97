"""Arguments and outputs of MeshEnvironment that depend on the platform, and the table of platforms."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from importlib import import_module
from typing import Any, Generic, TypeVar

import pulumi

from meshwright import extras
from meshwright.field_docs import documented
from meshwright.plan import Plan
from meshwright.problems import Problem, UnknownPlatform
from meshwright.provision.stack import refused

_ARGUMENTS: Mapping[str, tuple[str, str]] = {
    "local": ("meshwright.provision.local", "Local"),
    "fargate": ("meshwright.provision.ecs.platform", "Ecs"),
    "ec2": ("meshwright.provision.ecs.platform", "Ecs"),
}
"""Module and class of each platform's argument. It is imported when it is used: each needs its extra."""


@documented
@dataclass(frozen=True)
class Outputs:
    """The outputs of a mesh on any platform."""

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
    """Base of `Ecs` and `Local`: what the description leaves open and the program supplies."""

    @abstractmethod
    def prepare(self, name: str, plan: Plan, opts: pulumi.ResourceOptions | None) -> Provision[Its]:
        """Validates the arguments and returns the function that registers the resources.

        Raises pulumi.RunError with every problem. `name`, `opts`: the name and the options of the parent component.
        """


def argument(plan: Plan, given: Platform[Any] | None) -> Platform[Any]:
    """The argument for the plan's platform: the given one, or one with defaults only.

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
