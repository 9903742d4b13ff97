"""Verdicts on a change, one file a rule. Each says why, and which way is safer."""

from collections.abc import Callable, Iterable

from meshwright.traffic.diff.diff import LEVELS, Diff, Verdict
from meshwright.traffic.diff.verdicts import (
    answer,
    egress,
    fault,
    gateway,
    health_check,
    host,
    listener,
    lost,
    nobody,
    platform,
    port,
    rate_limit,
    removed,
    retry,
    rewrite,
    shift,
    timeout,
    unreachable,
    untold,
)

STEP = 25
"""By how many percent a share of requests may rise at once without a verdict."""

RULES: tuple[Callable[[Diff], Iterable[Verdict]], ...] = (
    removed.judge,
    nobody.judge,
    port.judge,
    platform.judge,
    gateway.judge,
    lost.judge,
    answer.judge,
    egress.judge,
    host.judge,
    health_check.judge,
    rewrite.judge,
    retry.judge,
    timeout.judge,
    fault.judge,
    rate_limit.judge,
    unreachable.judge,
    untold.judge,
    listener.judge,
)


def judge(diff: Diff, step: int = STEP) -> tuple[Verdict, ...]:
    """Every verdict, the most serious first. `step`: by how many percent a share may rise at once."""
    found = [verdict for rule in RULES for verdict in rule(diff)]
    found += shift.judge(diff, step)
    return tuple(sorted(dict.fromkeys(found), key=lambda each: -LEVELS.index(each.level)))


__all__ = ["RULES", "STEP", "judge"]
