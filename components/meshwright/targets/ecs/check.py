"""What is wrong with a plan for ECS, everything at once."""

from collections.abc import Callable, Iterable

from meshwright.plan.index import Index
from meshwright.plan.model import Plan
from meshwright.problems import Problem, Severity
from meshwright.targets.ecs import check_names, check_ports, check_size, check_support

_CHECKS: tuple[Callable[[Index], Iterable[Problem]], ...] = (
    check_support.check,
    check_size.check_tasks,
    check_size.check_retention,
    check_ports.check,
    check_names.check,
)


def check(plan: Plan, *, making: bool = False) -> list[Problem]:
    """Every problem, advice included.

    `making`: whether it is about to be made: then what Meshwright cannot make yet is an error, not advice.
    """
    index = Index(plan)
    found = [problem for each in _CHECKS for problem in each(index)]
    found += check_support.not_yet(index, Severity.ERROR if making else Severity.ADVICE)
    if not any(problem.severity is Severity.ERROR for problem in found):
        found += check_size.check_bundles(index)
    return found
