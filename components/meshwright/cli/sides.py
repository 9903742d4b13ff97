"""The sides of a comparison: a stack, a file, a git revision, a saved plan, or the deployed plan."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import yaml
from pydantic import ValidationError

from meshwright import targets
from meshwright.cli.revision import files
from meshwright.cli.stack_export import deployed_plan
from meshwright.plan import Plan, from_values
from meshwright.plan.redact import redact
from meshwright.problems import MeshwrightError, Problem, ProblemsFound
from meshwright.traffic.diff import Sides

_DEPLOYED = "deployed"


class NoSide(MeshwrightError):
    """A side that cannot be loaded. The text is shown to the user."""


def plan_of(name: str, folder: Path, settings: Mapping[str, str]) -> Plan:
    """The plan of a side.

    `name`: `prod` (a stack of `folder`), `prod@main` (as described at a git revision), `prod@deployed` (as stored in the
    stack's state), `other/stacks/prod.py` (a stack's file), `plan.yaml` or `plan.json` (as printed by
    `meshwright show --origins`). `settings` override those of the stack's Pulumi.<stack>.yaml. Saved and deployed plans
    have none.

    Raises NoSide.
    """
    stack, at, revision = name.partition("@")
    try:
        if at and revision == _DEPLOYED:
            return deployed_plan(stack, folder.resolve().parent)
        if Path(name).suffix in (".yaml", ".yml", ".json"):
            return _saved(Path(name))
        with _described(stack, revision, folder) as (its, where):
            return _resolved(its, where, settings)
    except MeshwrightError as error:
        raise NoSide(f"{name} can't be compared:\n{error}") from error


def sides_of(old: Plan, new: Plan, *, redacted: bool) -> Sides:
    """Both sides. `redacted`: one of them is stored in a stack's state; values that are not stored are left out of both."""
    return Sides.of(redact(old), redact(new), targets) if redacted else Sides.of(old, new, targets)


def is_redacted(name: str) -> bool:
    """Whether a side's plan is stored without the values of variables."""
    return name.partition("@")[2] == _DEPLOYED


def _saved(file: Path) -> Plan:
    fix = "write one with `meshwright show STACK --origins`"
    try:
        text = file.read_text(encoding="utf-8")
        return from_values(json.loads(text) if file.suffix == ".json" else yaml.safe_load(text))
    except OSError as error:
        found = error.strerror or str(error)
    except (UnicodeDecodeError, json.JSONDecodeError, yaml.YAMLError):
        found = f"not {'JSON' if file.suffix == '.json' else 'YAML'}"
    except ValidationError as error:
        found = f"{error.error_count()} fields that do not fit"
    raise ProblemsFound([Problem("MW413", (), f"{file}: {found}", "a saved plan", fix)])


@contextmanager
def _described(name: str, revision: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """The stack and the folder that describe it."""
    if name.endswith(".py"):
        folder, name = Path(name).parent, Path(name).stem
    if revision:
        with files(folder, revision) as where:
            yield name, where
    else:
        yield name, folder.resolve()


def _resolved(stack: str, folder: Path, settings: Mapping[str, str]) -> Plan:
    """The plan, resolved in a separate process: one process cannot import two versions of a module."""
    given = [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
    command = ["-m", "meshwright", "show", stack, "--stacks", str(folder), "--origins", "--json", *given]
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise MeshwrightError(done.stderr.rstrip())
    return from_values(json.loads(done.stdout))
