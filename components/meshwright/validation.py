"""Everything that is known to be wrong with a description before anything is deployed."""

from collections.abc import Callable, Iterable

from meshwright.description.environment import Environment
from meshwright.plan import Plan, try_resolve
from meshwright.problems import Problem, errors


def validate(
    environment: Environment, target: Callable[[Plan], Iterable[Problem]] | None = None
) -> tuple[Plan | None, list[Problem]]:
    """The plan of a description, None where there is an error, and every problem, advice included.

    Checks the form, then what refers to what, then the plan (`meshwright.checks`), then what its platform supports. Each
    step reports all of its problems at once; a step with errors is the last, because the next one would report what
    follows from them. `target`: the last step; absent: the checks of the plan's own platform.
    """
    # Imported here, so that programs which only describe a mesh load neither Envoy's configuration nor the platforms.
    from meshwright import checks, targets

    plan, problems = try_resolve(environment)
    if plan is None or errors(problems):
        return None, problems
    for check in (checks.advise, target or targets.check):
        problems += check(plan)
        if errors(problems):
            return None, problems
    return plan, problems
