"""Faults that are made on purpose."""

from dataclasses import dataclass

from meshwright.plan.model.match import Match
from meshwright.plan.model.types import Duration, Origin


@dataclass(frozen=True, slots=True)
class Delay:
    """How long requests wait, and how many of them, in percent."""

    time: Duration
    share: float


@dataclass(frozen=True, slots=True)
class Abort:
    """The status that requests are answered with, and how many of them, in percent."""

    status: int
    share: float


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done to requests that fulfil every condition, all of them on headers, before they are sent on."""

    delay: Delay | None
    abort: Abort | None
    when: tuple[Match, ...]
    origin: Origin
