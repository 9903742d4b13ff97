"""Verdicts of a change, as texts, and the environments that several tests of them change."""

from collections.abc import Sequence

from meshwright import (
    Container,
    Environment,
    Route,
    Service,
)
from meshwright.traffic.code_marks import plain
from meshwright.traffic.diff import Verdict

from .described import checkout, prod, web
from .pair import compared

ONE = [Route("main", to="v1")]


def said(old: Environment, new: Environment, step: int = 25) -> list[tuple[str, str]]:
    """The levels, and what they are about."""
    return [(each.level, each.about) for each in verdicts(old, new, step)]


def verdicts(old: Environment, new: Environment, step: int = 25) -> Sequence[Verdict]:
    return compared(old, new, step).verdicts


def steps(verdict: Verdict) -> list[str]:
    return list(map(plain, verdict.steps))


def weighted(versions: dict[str, int]) -> Environment:
    return prod(checkout([Route("main", to=versions)], list(versions)), web("checkout"))


def single(port: int = 8080, protocol: str = "http", **more: object) -> Environment:
    service = Service("checkout", Container("shop/checkout"), port=port, protocol=protocol, **more)  # type: ignore[arg-type]
    return prod(service, web("checkout"))
