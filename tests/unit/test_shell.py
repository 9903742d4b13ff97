"""Every shell script of the repository, held against shellcheck."""

import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from gzip import compress
from pathlib import Path

import pytest
import yaml

from meshwright.delivery.agent import script
from meshwright.targets.sidecars import init

ROOT = Path(__file__).parents[2]
LONGEST_LINE = 120
LARGEST_AGENT = 20 * 1024
"""Bytes of the agent as ECS's task definitions carry it: base64 of gzip."""


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / each for each in listed.splitlines()]


def scripts() -> Iterator[tuple[str, str, str]]:
    """Name, dialect and text of each."""
    yield "the agent", "sh", script()
    yield "the ECS init container", "sh", init._SCRIPT
    for path in tracked():
        first = path.read_bytes()[:64].split(b"\n")[0] if path.is_file() else b""
        if re.match(rb"#!.*\b(ba)?sh$", first) and "released" not in path.parts:
            yield str(path.relative_to(ROOT)), "bash" if b"bash" in first else "sh", path.read_text()
    for path in tracked(".github/actions/**/action.yml", ".github/workflows/*.yml"):
        yield from _steps(path)


def _steps(path: Path) -> Iterator[tuple[str, str, str]]:
    """The `run` blocks, their `${{ }}` expressions as a word that the shell knows nothing of."""
    whole = yaml.safe_load(path.read_text())
    jobs = [whole["runs"]] if "runs" in whole else whole["jobs"].values()
    for job in jobs:
        for number, step in enumerate(job.get("steps", ())):
            if "run" in step:
                yield (
                    f"{path.relative_to(ROOT)} step {number}",
                    "bash",
                    re.sub(r"\$\{\{.*?\}\}", "expression", step["run"]),
                )


SCRIPTS = list(scripts())


@pytest.mark.parametrize(("name", "dialect", "text"), SCRIPTS, ids=[name for name, _, _ in SCRIPTS])
def test_shellcheck_has_no_objection(name: str, dialect: str, text: str) -> None:
    if shutil.which("shellcheck") is None:
        pytest.skip("shellcheck is not installed")
    # SC2016: the agent's awk programs are in single quotes, because awk expands their variables.
    command = ["shellcheck", f"--shell={dialect}", "--exclude=SC2016", "--format=gcc", "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    assert done.stdout == ""


def test_lines_are_short() -> None:
    files = [path for path in tracked("*.sh", "*.awk", ".ci/run") if "released" not in path.parts]
    long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST_LINE
    ]
    assert files
    assert long == []


def test_the_agent_fits_into_a_task_definition() -> None:
    assert len(b64encode(compress(script().encode(), 9, mtime=0))) <= LARGEST_AGENT


def test_the_agent_is_shipped_without_comments() -> None:
    assert [line for line in script().splitlines()[1:] if line.lstrip().startswith("#")] == []
