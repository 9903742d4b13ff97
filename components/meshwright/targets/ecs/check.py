"""What is wrong with a plan for ECS, everything at once."""

from collections.abc import Callable, Iterable

from meshwright.plan.index import Index
from meshwright.plan.model import Plan
from meshwright.problems import Problem, Severity, errors
from meshwright.targets.ecs import check_names, check_ports, check_size, check_support
from meshwright.targets.ecs.build import build
from meshwright.targets.ecs.model import EcsEnvironment

_CHECKS: tuple[Callable[[Index], Iterable[Problem]], ...] = (
    check_support.check,
    check_size.check_tasks,
    check_size.check_retention,
    check_ports.check,
    check_names.check,
)


def check(plan: Plan, *, making: bool = False) -> list[Problem]:
    """Every problem, advice included. `making`: see `checked`."""
    return checked(plan, making=making)[1]


def checked(plan: Plan, *, making: bool = True) -> tuple[EcsEnvironment | None, list[Problem]]:
    """What the plan needs on ECS, None where it cannot be had, and every problem, advice included.

    `making`: whether it is about to be made: then what Meshwright cannot make yet is an error, not advice.
    """
    index = Index(plan)
    found = [problem for each in _CHECKS for problem in each(index)]
    found += check_support.not_yet(index, Severity.ERROR if making else Severity.ADVICE)
    if errors(found):
        return None, found
    environment = build(plan)
    found += check_size.check_bundles(index, environment)
    return None if errors(found) else environment, found
