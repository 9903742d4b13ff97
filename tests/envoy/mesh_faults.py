"""Faults and mirrors of random meshes, and what the plan says of them for one request."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from meshwright import Abort, Delay, Fault, Mirror, RateLimit, header
from meshwright.plan.model import Match, Route
from meshwright.traffic import Explanation

SHARES = [0, 50, 100, 100]


def draw_fault(drawn: random.Random, values: Sequence[str]) -> Fault | Literal["off"] | None:
    """Mostly none, for an aborted request says nothing of where it would go."""
    if drawn.random() < 0.7:
        return drawn.choice([None, "off"])
    delay = drawn.choice([None, Delay("1ms", drawn.choice(SHARES))])
    abort = drawn.choice([None, Abort(drawn.choice([418, 503]), drawn.choice(SHARES))])
    value = drawn.choice(values)
    when = [None, header("x-a").equals(value), ~header("x-a").starts_with(value), ~header("x-b").exists()]
    return Fault(delay, abort, drawn.choice(when))


def draw_mirror(drawn: random.Random, versions: Sequence[str]) -> Mirror | None:
    """To any version, also one that gets the requests themselves."""
    return drawn.choice([None, Mirror(drawn.choice(versions), share=drawn.choice(SHARES))])


def draw_limit(drawn: random.Random) -> RateLimit | Literal["off"] | None:
    """One that no test reaches: a request that is refused says nothing of where it would go."""
    client = drawn.choice([None, header("x-a"), header("x-b")])
    return drawn.choice([None, "off", RateLimit(drawn.choice([10**6, 10**7]), client=client)])


@dataclass(frozen=True)
class Done:
    """What is done with a request besides sending it on. `copies`: nodes, with the share of requests that is copied.
    `abort`: the status that it may get, with the share of requests that get it. `limit`: how many a second its route
    lets pass; None: all."""

    copies: frozenset[tuple[str, float]]
    abort: tuple[int, float] | None
    limit: int | None


def planned(route: Route, holds: Callable[[Match], bool]) -> Done:
    """By the plan. `holds`: whether the request fulfils a condition."""
    mirror, fault = route.mirror, route.policy.fault
    copies = {(mirror.node, mirror.share)} if mirror and mirror.share else set()
    met = fault is not None and all(map(holds, fault.when))
    abort = fault.abort if fault and met else None
    limit = route.policy.rate_limit
    return Done(
        frozenset(copies),
        (abort.status, abort.share) if abort and abort.share else None,
        limit.requests if limit else None,
    )


def explained(said: Explanation) -> Done:
    """By an explanation."""
    copies = frozenset((each.cluster.rpartition("_")[0], each.share * 100) for each in said.mirrors)
    fault = said.fault if said.fault and not said.fault.why_not else None
    limit = said.rate_limits[-1].requests if said.rate_limits else None
    return Done(copies, (fault.abort, fault.abort_share * 100) if fault and fault.abort else None, limit)
