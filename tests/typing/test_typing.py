"""mypy over code as users write it, with the library as it is installed: by its `py.typed`.

`right` holds code that mypy accepts. In `wrong`, a comment `# E: code, code` names the errors of its line; a line without
one has none. The descriptions of the other tests, and the example, are code of users as well.
"""

import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WRONG = sorted((HERE / "wrong").glob("*.py"))
FOLDERS = {
    "right": HERE / "right",
    "cases": ROOT / "tests" / "cases",
    "pairs": ROOT / "tests" / "diff" / "pairs",
    "example": ROOT / "examples" / "ecs",
    "design": ROOT / "tests" / "unit" / "design_example",
}
"""What has no errors."""

STRICT = ["--strict", "--no-error-summary", "--hide-error-context", "--no-color-output", "--config-file="]

Errors = dict[int, set[str]]
"""The codes of a file's errors, by line."""


@dataclass(frozen=True)
class Report:
    """What mypy says of every file, by path."""

    errors: dict[Path, Errors]
    text: str

    def of(self, file: Path) -> Errors:
        return self.errors.get(file, {})


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """One run for all files. They are copied, as many of them have the same name."""
    folder = tmp_path_factory.mktemp("users")
    originals = {folder / name: file for name, file in _named()}
    for copy, file in originals.items():
        copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    # A folder of its own in the cache, as mypy finds the library elsewhere than in `make check`; one for each worker, as
    # mypy locks it.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    cache = f"--cache-dir={ROOT / '.mypy_cache' / 'users' / worker}"
    # A process of its own: mypy takes gigabytes, which a worker would keep to its end. -P: nothing is imported from here.
    command = [sys.executable, "-P", "-m", "mypy", *STRICT, cache, "--explicit-package-bases"]
    done = subprocess.run(
        [*command, *(each.name for each in originals)],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(ROOT)},  # tests.diff.described, which the pairs import
        capture_output=True,
        text=True,
        check=False,
    )
    out = done.stdout
    assert (done.stderr, done.returncode in (0, 1)) == ("", True), out
    errors: dict[Path, Errors] = defaultdict(lambda: defaultdict(set))
    for line in out.splitlines():
        if found := re.match(r"([^:]+):(\d+): error: .*\[([a-z-]+)\]$", line):
            name, number, code = found.groups()
            errors[originals.get(folder / name, Path(name))][int(number)].add(code)
    return Report(errors, out)


def _named() -> Iterator[tuple[str, Path]]:
    """Each file, and a name that is a module's and no other file's. What imports `shop` or `description` finds it."""
    for kind, folder in {**FOLDERS, "wrong": HERE / "wrong"}.items():
        for file in sorted(folder.rglob("*.py")):
            if kind == "cases" and file.parent == folder:
                continue
            if file.stem in ("shop", "description"):
                yield file.name, file
            else:
                words = "_".join((kind, *file.relative_to(folder).with_suffix("").parts))
                yield re.sub(r"\W", "_", words) + ".py", file


@pytest.mark.parametrize("kind", FOLDERS)
def test_what_is_right_has_no_error(report: Report, kind: str) -> None:
    found = {file: errors for file, errors in report.errors.items() if file.is_relative_to(FOLDERS[kind])}
    assert not found, report.text


def test_no_error_is_anywhere_else(report: Report) -> None:
    assert {file for file in report.errors if not file.is_relative_to(HERE / "wrong")} == set(), report.text


@pytest.mark.parametrize("file", WRONG, ids=lambda each: each.stem)
def test_each_mistake_is_found(report: Report, file: Path) -> None:
    expected = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if comment := re.search(r"# E: ([a-z, -]+)$", line):
            expected[number] = set(comment[1].split(", "))
    assert report.of(file) == expected, report.text


def test_the_library_says_that_it_has_types() -> None:
    assert (ROOT / "components" / "meshwright" / "py.typed").exists()
