"""Wrong descriptions, and the exact text that a person sees.

A case is a folder with case.py, whose `environment` is the description or a function that returns it, and expected.txt.
`pytest tests/rejected --refresh` writes the expected texts, and the rows of the index of the problem pages.
"""

import asyncio
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from meshwright import Problem, ProblemsFound, render, validate
from meshwright.problems import CATALOGUE

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGES = ROOT / "components" / "meshwright" / "problems" / "pages"
CASES = sorted(path.parent for path in HERE.glob("*/case.py"))
SIZE = re.compile(r"\b\d{5} bytes")
"""The size of a bundle, or of a task definition: it changes with each letter of the agent."""

ROWS = re.compile(r"(?:^\| \[MW.*\n)+", re.MULTILINE)
"""The rows of the index of the pages."""

ELSEWHERE = {
    **dict.fromkeys(("MW303", "MW304"), "tests/local"),
    "MW317": "tests/unit",
    "MW321": "tests/engine/ecs",
    **{f"MW40{number}": "tests/engine/ecs" for number in range(1, 10)},
    **{f"MW41{number}": "tests/unit" for number in range(7)},
    **{f"MW50{number}": "tests/account" for number in range(1, 10)},
    **dict.fromkeys(("MW510", "MW511"), "tests/account"),
}
"""Codes that a description alone cannot cause, and where their tests are."""


def load(case: Path) -> list[Problem]:
    spec = importlib.util.spec_from_file_location(f"rejected_{case.name.replace('-', '_')}", case / "case.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        environment = module.environment() if callable(module.environment) else module.environment
    except ProblemsFound as error:
        return list(error.problems)
    return validate(environment)[1]


@pytest.fixture
def event_loop() -> Iterator[None]:
    """Without one there can be no pulumi.Output."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    yield
    loop.close()
    asyncio.set_event_loop(None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_text(case: Path, refresh: bool, monkeypatch: pytest.MonkeyPatch, event_loop: None) -> None:
    monkeypatch.chdir(case)  # files are shown relative to here, so the text is the same on every machine
    problems = load(case)
    text = SIZE.sub("(size) bytes", render(problems))
    expected = case / "expected.txt"
    if refresh:
        expected.write_text(text, encoding="utf-8")
    assert expected.is_file(), f"`pytest tests/rejected --refresh -k {case.name}` writes expected.txt"
    assert text == expected.read_text(encoding="utf-8")
    code = case.name[:5].upper()
    if code in CATALOGUE:
        assert {problem.code for problem in problems} == {code}, "a case shows its own code and no other"


def test_every_folder_is_a_case_and_has_nothing_else() -> None:
    for folder in (path for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"):
        names = {path.name for path in folder.iterdir()} - {"__pycache__"}
        assert names - {"stacks"} == {"case.py", "expected.txt"}, folder.name


def test_every_code_has_a_case() -> None:
    shown = {case.name[:5].upper() for case in CASES}
    missing = CATALOGUE.keys() - shown - ELSEWHERE.keys()
    assert not missing, f"{sorted(missing)}: add tests/rejected/<code>-<what>/case.py, or a row of ELSEWHERE"
    assert not shown & ELSEWHERE.keys()
    for code, folder in ELSEWHERE.items():
        assert any(code in path.read_text(encoding="utf-8") for path in (ROOT / folder).glob("**/*.py")), code


def test_every_code_has_a_page_that_names_it() -> None:
    pages = {path.stem: path.read_text(encoding="utf-8") for path in PAGES.glob("MW*.md")}
    assert pages.keys() == CATALOGUE.keys(), f"each code of the catalogue has a page in {PAGES}, and no other has one"
    for code, text in pages.items():
        title = f"# {code}: {CATALOGUE[code].title}"
        assert text.startswith(f"{title}\n"), f'{code}.md begins with "{title}"'
        assert 10 <= text.count("\n") <= 45, f"{code}.md has 10 to 45 lines"
        blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        assert len(blocks) == 2, f"{code}.md has two blocks of Python: one wrong, one right"
        for block in blocks:
            compile(block, f"{code}.md", "exec")


def test_the_index_lists_every_code_once(refresh: bool) -> None:
    index = PAGES / "README.md"
    rows = [f"| [{code}]({code}.md) | {each.title} | {each.severity} |\n" for code, each in sorted(CATALOGUE.items())]
    if refresh:
        index.write_text(ROWS.sub(lambda _: "".join(rows), index.read_text("utf-8")), encoding="utf-8")
    assert ROWS.findall(index.read_text("utf-8")) == ["".join(rows)], (
        "`pytest tests/rejected --refresh` writes the rows"
    )
