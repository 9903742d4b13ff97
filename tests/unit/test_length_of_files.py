"""No file that a person reads is longer than 300 lines."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACES = ("components", "tests", "benchmarks", "tools", "docs", "examples", "stacks")
KINDS = (".py", ".md", ".sh", ".awk", ".js", ".css", ".yml", ".toml")
EXPECTED = ("cases", "rejected", "golden", "_build")
"""Folders of what a program wrote."""
LONGEST = 300


def _read_by_people(place: str) -> list[Path]:
    found = (ROOT / place).rglob("*")
    return [each for each in found if each.suffix in KINDS and not set(EXPECTED) & set(each.relative_to(ROOT).parts)]


@pytest.mark.parametrize("place", PLACES)
def test_files_are_short(place: str) -> None:
    files = _read_by_people(place)
    assert files
    lengths = {str(each.relative_to(ROOT)): each.read_text().count("\n") for each in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
