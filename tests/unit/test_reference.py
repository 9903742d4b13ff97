"""The pages of the reference have every public name."""

import re
from pathlib import Path
from typing import get_args

import pytest

import meshwright
from meshwright import provision
from meshwright.description.match import Subject

DOCS = Path(__file__).parent.parent.parent / "docs"
DIRECTIVE = re.compile(r"^\.\. auto\w+:: (\w+)$", re.MULTILINE)
ROW = re.compile(r"^\| `(\w+)[^|]*\|(.*)\|$", re.MULTILINE)


@pytest.mark.parametrize(
    ("page", "public"), [("reference.md", meshwright.__all__), ("reference-components.md", provision.__all__)]
)
def test_the_reference_has_each_public_name_once(page: str, public: list[str]) -> None:
    assert sorted(DIRECTIVE.findall((DOCS / page).read_text())) == sorted(public)


def test_the_table_of_conditions_has_the_verbs_of_each_subject() -> None:
    text = (DOCS / "reference.md").read_text()
    verbs = re.findall(r"`(\w+)`", next(line for line in text.splitlines() if line.startswith("| | `equals`")))
    rows = dict(ROW.findall(text))
    assert list(rows) == [*get_args(Subject)]
    for subject, cells in rows.items():
        value = getattr(meshwright, subject)
        asked = value("name") if callable(value) else value
        shown = [verb for verb, cell in zip(verbs, cells.split("|"), strict=True) if cell.strip() == "yes"]
        assert shown == [verb for verb in verbs if hasattr(asked, verb)], subject
