"""The explainer reads every field that it takes, or the field is known to be harmless."""

import re
from pathlib import Path

import pytest

import meshwright.traffic
from meshwright.traffic import fields
from meshwright.traffic.not_explainable import NotExplainable

SETS = {name: value for name, value in vars(fields).items() if isinstance(value, frozenset)}
SOURCE = "\n".join(
    path.read_text() for path in sorted(Path(meshwright.traffic.__path__[0]).rglob("*.py")) if path.name != "fields.py"
)


def read(field: str) -> bool:
    return re.search(rf"[\"']{re.escape(field)}[\"']", SOURCE) is not None


@pytest.mark.parametrize("message", SETS)
def test_every_field_is_read_or_harmless(message: str) -> None:
    assert [field for field in sorted(SETS[message]) if not (read(field) or field in fields.HARMLESS)] == []


def test_a_harmless_field_is_known_somewhere() -> None:
    known = frozenset().union(*SETS.values())
    assert sorted(fields.HARMLESS.keys() - known) == []


@pytest.mark.parametrize("message", ["VIRTUAL_HOST", "WEIGHTED_CLUSTER"])
def test_rules_of_filters_stop_the_explainer(message: str) -> None:
    """A rule would be explained as if it were not there. Those of a route are read: see `traffic/fault.py`."""
    with pytest.raises(NotExplainable, match="typed_per_filter_config in the route"):
        fields.only({"typed_per_filter_config": {"x": {}}}, SETS[message], "the route")
