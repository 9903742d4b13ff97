"""The deployed plan, read from a stack's state with `pulumi stack export`. Calls no cloud."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from meshwright.cli.problem_text import print_problems
from meshwright.plan import Plan
from meshwright.plan.stack_state import Resource, StoredPlan, stored_plans
from meshwright.problems import Problem, ProblemsFound, render

_SECONDS = 120
"""Seconds that Pulumi may take."""


@dataclass(frozen=True)
class DeployedPlan:
    """The plan of the last `up` that finished. `advice`: reasons why it may not be deployed everywhere."""

    plan: Plan
    advice: list[Problem]


def deployed_plan(stack: str, root: Path) -> Plan:
    """The plan that `read` finds. Its advice is printed to standard error."""
    found = read(stack, root)
    if found.advice:
        print_problems(render(found.advice), err=True)
    return found.plan


def read(stack: str, root: Path, environment: str | None = None) -> DeployedPlan:
    """The redacted plan in the state of a stack of the Pulumi project in `root`.

    `environment`: its name, if the stack holds several; absent: the stack's name.

    Raises ProblemsFound: MW410 without a Pulumi CLI, MW411 if it cannot export the stack, MW412 without a plan in it, MW413
    if the plan cannot be read, MW414 if it holds several and none has the stack's name.
    """
    found = stored_plans(_resources(stack, root))
    whole = [each for each in found if each.text is not None]
    if not whole:
        _refuse(
            "MW412",
            f'"{stack}" holds {_nothing(found)}',
            "a stack with a MeshEnvironment that `pulumi up` has finished",
            "run `pulumi up` on it once, with this Meshwright or a newer one",
        )
    plans = {each.name: each.plan() for each in whole}
    wanted = environment or stack.rpartition("/")[2]
    if len(whole) > 1 or environment:
        whole = [each for each in whole if plans[each.name].environment == wanted]
    if len(whole) != 1:
        names = ", ".join(f'"{each.environment}"' for each in plans.values())
        _refuse(
            "MW414",
            f'"{stack}" holds the environments {names}',
            f'one of the name "{wanted}"',
            "give one environment the stack's name, or give each environment a stack",
        )
    return DeployedPlan(plans[whole[0].name], whole[0].unfinished())


def _nothing(found: list[StoredPlan]) -> str:
    if not found:
        return "no mesh"
    return "a mesh without a plan: no `up` of it has finished yet, or an older Meshwright made it"


def _resources(stack: str, root: Path) -> list[Resource]:
    program = shutil.which("pulumi")
    if program is None:
        _refuse("MW410", "no `pulumi` on PATH", "the Pulumi CLI", "install it: https://www.pulumi.com/docs/install/")
    try:
        done = subprocess.run(
            [program, "stack", "export", "--stack", stack, "--non-interactive"],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        _unseen(stack, f"no answer in {_SECONDS} s")
    if done.returncode:
        _unseen(stack, " ".join(done.stderr.split()).removeprefix("error: ") or f"exit code {done.returncode}")
    state: dict[str, Any] = json.loads(done.stdout)["deployment"] or {}
    return [
        Resource(each["type"], each["urn"].rpartition("::")[2], each.get("outputs") or {})
        for each in state.get("resources") or []
    ]


def _unseen(stack: str, said: str) -> NoReturn:
    _refuse(
        "MW411",
        f'Pulumi says of "{stack}": {said}',
        "a stack of this project, and a login to its backend",
        "see `pulumi stack ls` and `pulumi whoami` in the project's folder",
    )


def _refuse(code: str, found: str, expected: str, fix: str) -> NoReturn:
    raise ProblemsFound([Problem(code, (), found, expected, fix)])
