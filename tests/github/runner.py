"""Runs the shell steps of a composite action as GitHub's runner does: a double of the runner, for real shells.

`uses:` steps are not run: what they would be asked is looked at instead. Expressions are evaluated only as far as these
actions use them; any other one is a failure.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .conftest import NAME, TOKEN, Checkout, GitHub

ACTIONS = Path(__file__).parents[2] / ".github" / "actions"
_EXPRESSION = re.compile(r"\$\{\{ *(.+?) *\}\}")


@dataclass(frozen=True)
class Run:
    """The result of a run of an action. `log`: what its steps printed. `used`: the actions it would have used."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str
    used: list[str]
    temporary: Path

    def annotations(self, kind: str) -> list[str]:
        return re.findall(rf"^::{kind}::(.*)$", self.log, re.MULTILINE)


def run(
    action: str,
    github: GitHub,
    checkout: Checkout,
    event: Mapping[str, Any],
    *,
    environment: Mapping[str, str] | None = None,
    **inputs: str,
) -> Run:
    """Runs `.github/actions/<action>`, with its defaults for what is not given."""
    described = yaml.safe_load((ACTIONS / action / "action.yml").read_text())
    temporary = checkout.folder.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    for name in ("event", "output", "summary"):
        (temporary / name).write_text("")
    (temporary / "event").write_text(json.dumps(event))
    context: dict[str, Any] = {
        "github": {"event": event, "token": TOKEN},
        "runner": {"temp": str(temporary)},
        "steps": {},
    }
    context["inputs"] = {
        name: inputs.pop(name, str(each.get("default", ""))) for name, each in described["inputs"].items()
    }
    assert not inputs, "GitHub warns of unexpected inputs"
    context["inputs"] = {name: _filled(value, context) for name, value in context["inputs"].items()}
    base = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(temporary),
        "GITHUB_API_URL": github.url,
        "GITHUB_REPOSITORY": NAME,
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_RUN_ID": "1",
        "GITHUB_SHA": "abc",
        "GITHUB_EVENT_PATH": str(temporary / "event"),
        "GITHUB_OUTPUT": str(temporary / "output"),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary"),
        "RUNNER_TEMP": str(temporary),
        **(environment or {}),
    }
    log, code, used = "", 0, []
    for step in described["runs"]["steps"]:
        if not _wanted(step.get("if", "success()"), code, context):
            continue
        if "uses" in step:
            used.append(
                " ".join([step["uses"].partition("@")[0], *(_filled(each, context) for each in step["with"].values())])
            )
            continue
        assert step["shell"] == "bash"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=checkout.folder / _filled(step["working-directory"], context),
            env=base | {name: _filled(value, context) for name, value in step["env"].items()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=120,
        )
        assert "${{" not in step["run"], "what a person wrote must not become a part of the script"
        log, code = log + done.stdout, code or done.returncode
        lines = (temporary / "output").read_text().splitlines()
        context["steps"][step.get("id", "")] = {"outputs": dict(line.split("=", 1) for line in lines)}
    outputs = {name: _filled(each["value"], context) for name, each in described["outputs"].items()}
    return Run(code, log, outputs, (temporary / "summary").read_text(), used, temporary)


def _filled(text: str, context: Mapping[str, Any]) -> str:
    return _EXPRESSION.sub(lambda found: str(_looked_up(found[1], context)), text)


def _looked_up(path: str, context: Mapping[str, Any]) -> Any:
    assert re.fullmatch(r"[a-z_]+(\.[a-z_]+)+", path), f"an expression that this double does not know: {path}"
    value: Any = context
    for name in path.split("."):
        value = value.get(name, "") if isinstance(value, Mapping) else ""
    return value


def _wanted(condition: str, code: int, context: Mapping[str, Any]) -> bool:
    if condition == "success()":
        return code == 0
    found = re.fullmatch(r"always\(\) && (\S+) == '(\w+)'", condition)
    assert found, f"a condition that this double does not know: {condition}"
    return bool(_looked_up(found[1], context) == found[2])
