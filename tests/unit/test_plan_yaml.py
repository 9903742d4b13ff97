"""A plan prints as YAML and reads back the same."""

import pydantic
import pytest
import yaml
from hypothesis import given, settings

from meshwright import (
    Environment,
    from_yaml,
    resolve,
    to_yaml,
    try_resolve,
)
from meshwright.plan import from_values, to_values

from .random_environments import RICH, environments


def test_a_rich_plan_prints_as_yaml_and_reads_back() -> None:
    plan = resolve(RICH)
    text = to_yaml(plan)
    assert from_yaml(text) == plan
    assert to_yaml(from_yaml(text)) == text
    assert "&" not in text.replace("é: #", ""), "no anchors: a line diff must be readable"
    assert from_values(to_values(plan)) == plan
    assert yaml.safe_load(text) == to_values(plan)


@settings(max_examples=60, deadline=None)
@given(environments())
def test_every_plan_prints_as_yaml_and_reads_back(environment: Environment) -> None:
    plan, _ = try_resolve(environment)
    assert plan is not None
    assert from_yaml(to_yaml(plan)) == plan


@pytest.mark.parametrize("text", ["", "[]", "environment: x", "environment: {}\nmesh: 1"])
def test_what_is_no_plan_is_refused(text: str) -> None:
    with pytest.raises(pydantic.ValidationError):
        from_yaml(text)
