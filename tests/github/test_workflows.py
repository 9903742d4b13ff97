"""The workflows of this repository and of its documentation, as far as they can be checked without GitHub."""

import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".github"
PAGE = (ROOT / "docs" / "pull-requests.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
FILES = sorted(FOLDER.glob("*/*.yml")) + sorted(FOLDER.glob("*/*/action.yml"))


@pytest.mark.parametrize("example", EXAMPLES, ids=["preview", "apply"])
def test_the_documented_workflows_are_valid(example: str) -> None:
    assert linted(example) == ""


def test_the_linter_finds_something() -> None:
    assert 'property "stacks" is not defined' in linted(EXAMPLES[0].replace("matrix.stack", "matrix.stacks"))


def linted(workflow: str) -> str:
    """actionlint's output for a workflow."""
    program = ROOT / ".tools" / "actionlint"
    assert program.exists(), "`make check` builds it"
    command = [str(program), "-shellcheck=", "-pyflakes=", "-no-color", "-"]
    return subprocess.run(command, input=workflow, capture_output=True, text=True, check=False).stdout


def test_every_input_of_the_preview_is_documented() -> None:
    described = yaml.safe_load((FOLDER / "actions" / "preview" / "action.yml").read_text())
    assert re.findall(r"^\| `([a-z-]+)` \|", PAGE, re.MULTILINE) == list(described["inputs"])
    assert all(f"`{name}`" in PAGE for name in described["outputs"])


@pytest.mark.parametrize("file", FILES, ids=lambda each: str(each.relative_to(FOLDER)))
def test_actions_of_others_are_pinned_with_their_version(file: Path) -> None:
    for used in re.findall(r"uses: (.*)", file.read_text()):
        assert used.startswith("./.github/") or re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used


def test_every_stack_but_the_local_one_is_previewed_and_applied() -> None:
    stacks = {each.stem for each in (ROOT / "stacks").glob("*.py")} - {"local", "shop"}
    preview = yaml.safe_load((FOLDER / "workflows" / "preview.yml").read_text())
    assert set(preview["jobs"]["preview"]["strategy"]["matrix"]["stack"]) == stacks
    jobs = yaml.safe_load((FOLDER / "workflows" / "apply.yml").read_text())["jobs"]
    assert {each["with"]["stack"] for each in jobs.values()} == stacks
    assert [each.get("needs") for each in jobs.values()] == [None, "dev", "staging"]
