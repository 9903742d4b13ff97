"""Routes of a virtual router."""

from dataclasses import dataclass

from meshwright.plan.model.match import Match
from meshwright.plan.model.retry import RetryPolicy
from meshwright.plan.model.timeout import Timeouts
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
    """Requests that fulfil every condition go to the targets."""

    name: str
    protocol: Protocol
    when: tuple[Match, ...]
    targets: tuple[WeightedTarget, ...]
    retry: RetryPolicy | None
    timeout: Timeouts
    origin: Origin
