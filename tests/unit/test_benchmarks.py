"""The benchmarks that need no clock, run as a person runs them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

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
