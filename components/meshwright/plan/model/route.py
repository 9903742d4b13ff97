"""Routes of a virtual router."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from pydantic import SerializerFunctionWrapHandler, model_serializer, model_validator

from meshwright.plan.model.direct_response import DirectResponse
from meshwright.plan.model.match import Match
from meshwright.plan.model.mirror import Mirror
from meshwright.plan.model.policy import RoutePolicy
from meshwright.plan.model.redirect import Redirect
from meshwright.plan.model.types import Origin
from meshwright.units import Protocol


@dataclass(frozen=True, slots=True)
class WeightedTarget:
    """A virtual node, its port, and its weight relative to those of the route's other targets."""

    node: str
    port: int
    weight: int


@dataclass(frozen=True, slots=True)
class Route:
    """Requests that fulfil every condition go to the targets. One that redirects or responds has none."""

    name: str
    protocol: Protocol
    when: tuple[Match, ...]
    targets: tuple[WeightedTarget, ...]
    policy: RoutePolicy
    """Written and read as fields of the route itself, which is where a person looks for them."""
    origin: Origin
    mirror: Mirror | None = None
    redirect: Redirect | None = None
    respond: DirectResponse | None = None

    @property
    def answers(self) -> bool:
        """Whether it answers by itself."""
        return self.redirect is not None or self.respond is not None

    @property
    def takes(self) -> bool:
        """Whether requests that come to it are answered: by itself, or by a target with weight."""
        return self.answers or any(target.weight for target in self.targets)

    @property
    def nodes(self) -> tuple[tuple[str, int], ...]:
        """The virtual nodes and ports that callers know by this route: those of its targets, then that of its mirror."""
        found = [(each.node, each.port) for each in self.targets]
        if self.mirror is not None:
            found.append((self.mirror.node, self.mirror.port))
        return tuple(dict.fromkeys(found))

    @model_serializer(mode="wrap")
    def _with_policies(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, value in serialize(self).items():
            values |= value if name == "policy" else {name: value}
        return values

    @model_validator(mode="before")
    @classmethod
    def _without_policies(cls, values: object) -> object:
        if not isinstance(values, Mapping):
            return values
        return {**values, "policy": {name: values[name] for name in _names(RoutePolicy) if name in values}}


@cache
def _names(policy: type[RoutePolicy]) -> tuple[str, ...]:
    return tuple(each.name for each in fields(policy))
