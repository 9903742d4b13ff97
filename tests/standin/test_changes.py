"""The table of what a change does, against the provider's schema and CloudFormation's."""

import pytest

from meshwright.targets.ecs.changes import CHANGES

from . import schema
from .mapping import PLAYED
from .replacing import REPLACES
from .sources.limits import schemas

TOKENS = {schema.short(each): each for each in schema.tokens()}
ROWS = [(kind, name, change) for kind, properties in CHANGES.items() for name, change in properties.items()]
DEPENDS = {
    "ecs.Service": {"capacityProviderStrategies": "in place"},
    "lb.LoadBalancer": {"subnets": "depends", "securityGroups": "never"},
}
"""Properties whose change replaces a resource or not, by values: what is so for the values that are rendered."""


@pytest.mark.parametrize("kind", sorted(CHANGES))
def test_a_property_is_one_of_its_type_and_a_replacement_is_one_of_the_provider(kind: str) -> None:
    entry = schema.of(TOKENS[kind])
    for name, change in CHANGES[kind].items():
        assert name.split(".")[0] in entry["inputs"], name
        if change.effect == "depends":
            assert name in DEPENDS[kind], name
        elif change.effect != "never":
            assert change.effect == ("replaced" if _replaces(entry, name) else "in place"), name
            assert change.by, f"{name}: no input changes it, so it is no row of this kind"
        else:
            assert change.why, name


def test_values_decide_only_where_the_table_knows() -> None:
    assert set(DEPENDS) == set(REPLACES)
    for kind, properties in DEPENDS.items():
        assert {name: CHANGES[kind][name].effect for name in properties} == properties


def test_where_the_provider_contradicts_cloudformation_the_row_has_its_source() -> None:
    """What changes in place for one and is a replacement for the other."""
    without = [
        f"{kind}.{name}"
        for kind, name, change in ROWS
        if change.effect != "never" and PLAYED[kind].cfn and not change.source
        if name in _create_only(kind) ^ set(schema.of(TOKENS[kind])["replace"])
    ]
    assert without == []


def _create_only(kind: str) -> set[str]:
    played = PLAYED[kind]
    return {
        name
        for each in schemas(played)
        for name in CHANGES[kind]
        if each.create_only and each.path(name, played.rename) in each.create_only
    }


def _replaces(entry: schema.Node, name: str) -> bool:
    return any(each == name or each.startswith(f"{name}.") or name.startswith(f"{each}.") for each in entry["replace"])
