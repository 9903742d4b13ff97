"""Each awk program of the agent by itself, under every awk that it may meet: `awk/PROGRAM/CASE` holds input and output.

`input` (and `second`, for programs that read two files) is what it reads, `variables` are its variables, one a line,
`expected` is what it prints, and `exit` its exit status where that is not 0. Files that it writes are `written-NAME`.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

from meshwright.delivery.agent import program

AWKS = {"gawk": ["gawk"], "mawk": ["mawk"], "busybox": ["busybox", "awk"]}
PLACE = Path(__file__).parent / "awk"
CASES = sorted(path for path in PLACE.glob("*/*") if path.is_dir())
UNORDERED = ("compare", "differences", "files")
"""Programs that loop over awk's arrays, whose order each awk decides: only the order of names differs."""

DIFFERENCES = ("same", "gaining", "changed", "removed", "routes before", "routes after", "touched")
"""The lines that `differences` prints, whose order counts."""

SEPARATORS = {"compare": ": ", "quiet": ": ", "health": '"', "refused": '"', "log": " ", "ready": ": ", "resolves": " "}


@pytest.mark.parametrize("awk", AWKS)
@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_case(case: Path, awk: str, tmp_path: Path, refresh: bool) -> None:
    if shutil.which(AWKS[awk][0]) is None:
        pytest.skip(f"{awk} is not installed")
    name = case.parent.name
    for each in ("input", "second"):
        if (case / each).exists():
            shutil.copy(case / each, tmp_path / each)
    for folder in ("routes", "secrets"):
        (tmp_path / folder).mkdir()
    variables = [line for line in (case / "variables").read_text().splitlines() if line]
    options = [word for line in variables for word in ("-v", line)]
    inputs = [each for each in ("input", "second") if (case / each).exists()]
    command = [*AWKS[awk], "-F", SEPARATORS.get(name, "\t"), *options, program(name), *inputs]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False)
    assert done.stderr == ""
    found = {"expected": done.stdout, "exit": f"{done.returncode}\n"}
    found |= {
        f"written-{path.relative_to(tmp_path).as_posix().replace('/', '-')}": path.read_text()
        for path in sorted(tmp_path.rglob("*"))
        if path.is_file() and path.name not in inputs
    }
    if refresh and awk == "mawk":
        for old in [*case.glob("written-*"), *case.glob("expected"), *case.glob("exit")]:
            old.unlink()
        for each, text in found.items():
            (case / each).write_text(text)
    kept = [path for path in sorted(case.iterdir()) if path.name.startswith(("expected", "exit", "written-"))]
    there = {path.name: path.read_text() for path in kept}
    if name in UNORDERED:
        assert _sorted(found) == _sorted(there)
    else:
        assert found == there


def _sorted(texts: dict[str, str]) -> dict[str, list[str]]:
    """With the words of each line in alphabetical order, and the lines of lists of names or resources as well."""
    lines = {name: [" ".join(sorted(line.split(" "))) for line in text.splitlines()] for name, text in texts.items()}
    return {name: sorted(each) if len(each) != len(DIFFERENCES) else each for name, each in lines.items()}


def test_every_program_has_a_case() -> None:
    import meshwright.delivery.agent as agent

    folder = Path(agent.__file__).parent / "awk"
    programs = {path.name.removesuffix(".awk") for path in folder.glob("*.awk")} - {"kinds"}
    assert programs == {case.parent.name for case in CASES}
