"""What is wrong, or unwise, in a plan that resolves: one file a check, each linear in the size of the mesh."""

from collections.abc import Callable, Iterable

from meshwright.checks import (
    gateway_cycle,
    node_timeout,
    outlier_detection,
    retry_time,
    rewrite,
    unanswered,
    uncalled,
    unreachable_route,
)
from meshwright.plan import Index, Plan
from meshwright.problems import Problem

CHECKS: tuple[Callable[[Index], Iterable[Problem]], ...] = (
    rewrite.check,
    unreachable_route.check,
    node_timeout.check,
    retry_time.check,
    outlier_detection.check,
    gateway_cycle.check,
    uncalled.check,
    unanswered.check,
)
"""Every check, in the order in which their findings are shown."""


def advise(plan: Plan) -> list[Problem]:
    """What is found in a plan that was resolved without errors: mostly advice; a loop or an impossible rewrite is an
    error. The plan of a description with errors raises KeyError where a name leads nowhere."""
    index = Index(plan)
    return [problem for check in CHECKS for problem in check(index)]


__all__ = ["CHECKS", "advise"]
