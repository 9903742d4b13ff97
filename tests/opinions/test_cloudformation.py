"""cfn-lint on all that is rendered, written as whole templates."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from .cloudformation import template
from .cloudformation.kinds import KINDS, NO_TYPE
from .conftest import Rendered
from .linting import WHOLE, Objection, objections
from .worlds import WORLDS


class Kept(NamedTuple):
    """Why an objection stays, and a world in which cfn-lint raises it."""

    reason: str
    world: str


KEPT: Mapping[Objection, Kept] = {
    Objection("E3003", "AWS::ECS::ClusterCapacityProviderAssociations"): Kept(
        "DefaultCapacityProviderStrategy: each service names its own; the provider sends an empty list", "machines"
    ),
    Objection("I3011", "AWS::Logs::LogGroup"): Kept(
        "DeletionPolicy: of a template; Pulumi's retain_on_delete says it, tests/engine/ecs/test_kept_logs.py", "tcp"
    ),
    Objection("I4010", WHOLE): Kept("a description for readers of a template: the plan describes the mesh", "tcp"),
    Objection("I4010", "AWS::ECS::Cluster"): Kept("as for the whole template", "tcp"),
    Objection("W3010", "AWS::EC2::Subnet"): Kept(
        "zones that stand in a template: the program asked AWS for those of its region", "machines"
    ),
    Objection("W3687", "AWS::EC2::SecurityGroup"): Kept(
        "ports of the rule for all protocols: the provider requires them, and requires 0", "machines"
    ),
}
"""The objections that stay, each with its reason."""


@pytest.mark.parametrize("world", WORLDS)
def test_cfn_lint_objects_to_nothing_else(world: str, rendered: Rendered) -> None:
    found: dict[Objection, list[str]] = {}
    for objection, words in objections(template(rendered[world])):
        found.setdefault(objection, []).append(words)
    assert {each: words for each, words in found.items() if each not in KEPT} == {}
    expected = {each for each, kept in KEPT.items() if kept.world == world}
    assert expected <= found.keys(), "cfn-lint objects no longer: delete it from KEPT"


def test_every_type_is_judged(rendered: Rendered) -> None:
    there = {row.type for rows in rendered.values() for row in rows}
    assert there == KINDS.keys() | NO_TYPE
    assert {kept.world for kept in KEPT.values()} <= WORLDS.keys()


SOME = "inside"


def _type(made: dict[str, Any], cfn: str) -> dict[str, Any]:
    """The properties of the first resource of a type."""
    found: dict[str, Any] = next(each["Properties"] for each in made["Resources"].values() if each["Type"] == cfn)
    return found


def test_it_finds_what_no_single_property_shows(rendered: Rendered) -> None:
    """Else a wrong translation could hide everything."""
    made = template(rendered[SOME])
    whole = json.dumps(made)
    assert '{"Fn::GetAtt": ["InternalClusterCluster", "Arn"]}' in whole
    assert '"Fn::Sub": "arn:aws:' not in whole, "an ARN of a resource in the template is a reference"
    _type(made, "AWS::ECS::Service")["TaskDefinition"] = {"Ref": "Nothing"}
    _type(made, "AWS::ElasticLoadBalancingV2::LoadBalancer")["SecurityGroups"] = [
        {"Fn::GetAtt": ["InternalClusterCluster", "Arn"]}
    ]
    _type(made, "AWS::ECS::TaskDefinition")["Memory"] = "700"
    found = {each.rule for each, _ in objections(made)}
    assert {"E1020", "E1040", "E3047"} <= found


def test_what_has_no_name_in_cloudformation_is_an_error(rendered: Rendered) -> None:
    (row, *_) = [each for each in rendered[SOME] if each.type == "ecs.Cluster"]
    with pytest.raises(LookupError, match=r"AWS::ECS::Cluster has no sizes, for sizes; it has .*ClusterName"):
        template([replace(row, inputs={**row.inputs, "sizes": 1})])
    with pytest.raises(LookupError, match=r"ecs\.Fleet"):
        template([replace(row, type="ecs.Fleet")])
