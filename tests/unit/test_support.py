"""What targets declare: every feature, and docs/support.md, which is generated from it."""

import re
from pathlib import Path

import pytest
from tests.cases.golden import FOLDERS, Case

from meshwright.features import Feature
from meshwright.targets import TARGETS, Target
from meshwright.targets.support import table
from meshwright.targets.used import TABLE, uses

PAGE = Path(__file__).parents[2] / "docs" / "support.md"
_TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)


@pytest.mark.parametrize("target", TARGETS.values(), ids=lambda each: each.kind)
def test_a_target_declares_each_feature_once(target: Target) -> None:
    supported, unsupported = target.features.supported, target.features.unsupported.keys()
    assert supported | unsupported == set(Feature)
    assert not supported & unsupported


def test_each_feature_has_a_row_that_finds_its_uses() -> None:
    assert list(TABLE) == list(Feature)


def test_the_page_is_what_the_targets_declare(refresh: bool) -> None:
    """Refreshed by `pytest tests/unit/test_support.py --refresh`."""
    text, found = PAGE.read_text(), table({kind: each.features for kind, each in TARGETS.items()})
    if refresh:
        PAGE.write_text(_TABLE.sub(lambda _: found, text))
    assert _TABLE.findall(PAGE.read_text()) == [found]


def test_each_feature_that_a_case_shows_is_found_in_one_of_those_cases(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: set[Feature] = set()
    found: set[Feature] = set()
    for folder in FOLDERS:
        monkeypatch.chdir(folder)
        case = Case(folder)
        shown.update(case.shows)
        found.update(feature for feature in case.shows if any(uses(case.plan, feature)))
    assert found == shown
