"""The benchmarks that need no clock, run as a person runs them."""

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from meshwright.delivery import bundle
from meshwright.plan import resolve

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> Any:
    command = [sys.executable, "-m", *arguments]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, timeout=120).stdout)


def test_a_bundle_is_the_same_to_the_byte_in_a_mesh_of_any_size() -> None:
    printed = run("benchmarks", "--only", "bundle", "--json")
    differing = next(each for each in printed["figures"] if each["at_most"] == 0)
    assert (differing["value"], differing["met"]) == (0, True), differing
    assert printed["machine"]["envoy"]


def test_every_step_of_compiling_is_measured() -> None:
    measured = run("benchmarks.compile", "20")
    assert {"resolve", "check", "compile", "processor", "memory", "write bundles", "json.dumps"} <= measured.keys()
    assert all(measured[step] > 0 for step in ("resolve", "compile", "memory"))


def test_the_program_is_answered_all_that_it_asks(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "benchmarks.programs.alone", "with_meshwright", "--record"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=120)
    assert json.loads((tmp_path / "state.json").read_text())["deployment"]["resources"]


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Imports a module of the benchmarks, which are no part of any distribution."""
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: import_module(f"benchmarks.{name}")


@pytest.mark.envoy
def test_an_envoy_of_a_benchmark_has_its_bundle_in_force(module: Callable[[str], Any]) -> None:
    decided = resolve(module("meshes").caller_and_callee())
    placed = module("processes").placed(decided)
    web = placed.instances[0]
    with module("processes").Processes() as started:
        proxy = started.run(decided, placed, web, "web", "envoy", "agent")
        text = proxy.given()
        assert text
        proxy.wait_in_force(bundle.version(text))


def test_what_is_not_measured_is_neither_met_nor_missed_and_says_why(
    module: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    missing, figure = module("synthesis").missing, module("figure").Figure
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert "pip install" in missing()
    assert figure("engine", "preview over aws-cdk-lib's synthesis", None, "×", 1.2, missing()).met is None


def test_the_plain_program_refers_to_what_its_values_come_from(module: Callable[[str], Any]) -> None:
    recorded = module("programs.recorded")
    role, policy = ("aws:iam/role:Role", "own"), ("aws:iam/rolePolicy:RolePolicy", "own")
    urns = {each: f"urn:pulumi:dev::engine::{each[0]}::{each[1]}" for each in (role, policy)}
    resources = [
        {"urn": "stack", "type": "pulumi:pulumi:Stack"},
        {
            "urn": urns[role],
            "type": role[0],
            "inputs": {"description": "own", "name": "own-1", "__defaults": ["name"]},
            "outputs": {"name": "own-1", "arn": "arn:own"},
        },
        {
            "urn": urns[policy],
            "type": policy[0],
            "inputs": {"role": "own-1", "policy": "may arn:own", "name": "own"},
            "dependencies": [urns[role]],
            "propertyDependencies": {"role": [urns[role]], "policy": [urns[role]], "name": []},
        },
    ]
    state = {"deployment": {"resources": resources}}
    first, second = recorded.listed(state, [role, policy])
    assert first["inputs"] == {"description": "own"}, "names that the provider made up are not the program's"
    assert second["inputs"] == {
        "role": {"$from": 0, "output": "name"},
        "policy": {"$known": [0], "value": "may arn:own"},
        "name": "own",
    }
    assert second["after"] == []
    assert recorded.same(state, state)
