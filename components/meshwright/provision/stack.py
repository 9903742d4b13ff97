"""The description of the stack that Pulumi runs, and how problems are reported to Pulumi."""

from collections.abc import Iterable
from pathlib import Path

import pulumi

import meshwright.description.stack as stacks
from meshwright.description.environment import Environment
from meshwright.plan import Plan
from meshwright.problems import Problem, ProblemsFound, render
from meshwright.validation import validate


def load(folder: str | Path = "stacks") -> Environment:
    """The environment of the current stack: `<folder>/<stack>.py`, with its settings from the stack's configuration.

    Raises pulumi.RunError with every problem, as Pulumi shows it: without a traceback.
    """
    name = pulumi.get_stack()
    path = Path(pulumi.runtime.get_root_directory() or ".") / folder
    try:
        return stacks.load(name, stacks.settings_of(name, path), path)
    except ProblemsFound as found:
        raise refused(found.problems) from None


def decide(environment: Environment) -> Plan:
    """The plan of a description. Advice is shown as warnings; raises pulumi.RunError with every problem."""
    plan, problems = validate(environment, target=_together_with_the_arguments)
    if plan is None:
        raise refused(problems)
    if problems:
        pulumi.log.warn(render(problems))
    return plan


def _together_with_the_arguments(plan: Plan) -> Iterable[Problem]:
    """None here: problems of the target are reported together with those of the arguments."""
    return ()


def refused(problems: Iterable[Problem]) -> pulumi.RunError:
    """The problems as an error that Pulumi prints without a traceback."""
    return pulumi.RunError("\n" + render(problems))
