"""Every problem of a plan on ECS."""

from collections.abc import Callable, Iterable

from meshwright.plan.index import Index
from meshwright.plan.model import Plan
from meshwright.problems import Problem, errors
from meshwright.targets.ecs import (
    check_drain,
    check_images,
    check_ports,
    check_quotas,
    check_rate_limit,
    check_size,
    check_support,
)
from meshwright.targets.ecs.build import build
from meshwright.targets.ecs.model import EcsEnvironment
from meshwright.targets.ecs.support import FEATURES

_CHECKS: tuple[Callable[[Index], Iterable[Problem]], ...] = (
    check_support.check,
    check_size.check_tasks,
    check_size.check_retention,
    check_ports.check,
    check_images.check_advisories,
    check_drain.check,
    check_rate_limit.check,
)


def check(plan: Plan) -> list[Problem]:
    """Every problem but those of features that ECS does not support, advice included."""
    return _checked(plan, errors(FEATURES.problems(plan)))[1]


def checked(plan: Plan) -> tuple[EcsEnvironment | None, list[Problem]]:
    """The resources of the plan, None if there is an error, and every problem, advice included.

    A feature that Meshwright does not provision yet is an error here.
    """
    unsupported = FEATURES.problems(plan, provisioned=True)
    environment, found = _checked(plan, errors(unsupported))
    return environment, [*unsupported, *found, *check_images.check_registry(plan)]


def _checked(plan: Plan, unsupported: list[Problem]) -> tuple[EcsEnvironment | None, list[Problem]]:
    index = Index(plan)
    found = [problem for each in _CHECKS for problem in each(index)]
    if unsupported or errors(found):
        return None, found
    environment = build(plan)
    found += check_size.check_bundles(index, environment)
    found += check_quotas.check(index, environment)
    return None if errors(found) else environment, found
