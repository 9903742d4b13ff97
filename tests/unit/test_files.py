"""What every file of the repository holds to."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 300
"""Lines of a file that people write by hand."""

GENERATED = ("tests/standin/schema.json",)
RELEASED = "tests/agent/released/"
"""The agents of released versions, as they are."""


def tracked(*patterns: str) -> list[str]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [each for each in listed.splitlines() if (ROOT / each).is_file()]


def test_no_file_is_too_long() -> None:
    files = [
        each for each in tracked("*.py", "*.sh", "*.awk", "*.js", "*.css", "*.html") if not each.startswith(RELEASED)
    ]
    lengths = {each: len((ROOT / each).read_text().splitlines()) for each in files}
    assert lengths
    assert {each: length for each, length in lengths.items() if length > LONGEST} == {}


def test_the_formatter_formats_every_line() -> None:
    marks = ("# fmt:" + " skip", "# fmt:" + " off")
    marked = [each for each in tracked("*.py") if any(mark in (ROOT / each).read_text() for mark in marks)]
    assert marked == []
