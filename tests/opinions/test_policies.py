"""Every IAM policy: its actions exist, on the kinds of resources that they have, and it reaches its own mesh only."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from tests.standin.state import Row

from .authorization import KNOWN, listed, objections
from .conftest import Rendered
from .worlds import KEY, SECRET, WORLDS


class Kept(NamedTuple):
    """Why a statement may name every resource, and a world that has it."""

    reason: str
    world: str


EVERY: Mapping[str, Kept] = {
    "Alarms": Kept("AppConfig's manual requires cloudwatch:DescribeAlarms of all alarms", "production"),
    "FindBucket": Kept("s3:ListAllMyBuckets has no resource type, and AppConfig asks for it", "tcp"),
    "FindCluster": Kept("ecs:DiscoverPollEndpoint has no resource type", "machines"),
    "LogInToEcr": Kept("ecr:GetAuthorizationToken has no resource type", "production"),
    "LogInToEcrForOwnImage": Kept("ecr:GetAuthorizationToken has no resource type", "machines"),
}
"""The statements whose resource is `*`."""

OBJECTED: Mapping[str, str] = {"cloudwatch:DescribeAlarms has resources, and gets *": "Alarms"}
"""What the list says against a statement of EVERY, and against which."""

INSIDE: Mapping[str, str] = {
    "JoinCluster": "the container instances of one cluster, whose ids ECS makes",
    "ReadBundles": "the environments and profiles of one service, or the bundles of one environment",
    "WriteLogs": "the streams of one log group",
}
"""The statements with resources that end in `*`: what is inside one that is named."""

ELSEWHERE = (KEY, SECRET, "arn:aws:ecr:eu-west-1:111122223333:repository/", "arn:aws:elasticfilesystem:")
"""What is not of the mesh, and was named in its description or by its program."""

TRUSTED = {"appconfig.amazonaws.com", "ec2.amazonaws.com", "ecs-tasks.amazonaws.com"}


def statements(rows: list[Row]) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in rows:
        if row.type == "iam.RolePolicy":
            yield from ((row.name, each) for each in json.loads(row.inputs["policy"])["Statement"])


@pytest.mark.parametrize("world", WORLDS)
def test_actions_exist_and_reach_only_what_they_must(world: str, rendered: Rendered) -> None:
    wrong, every = [], set()
    for name, each in statements(rendered[world]):
        sid = each["Sid"]
        wrong += [f"{name} {sid}: {said}" for said in objections(each) if OBJECTED.get(said) != sid]
        every |= {sid} if "*" in listed(each["Resource"]) else set()
        for resource in listed(each["Resource"]):
            if resource != "*" and ("*" in resource) != (resource[-1] == "*" and sid in INSIDE):
                wrong.append(f"{name} {sid}: {resource}")
    assert wrong == []
    assert every <= EVERY.keys()
    assert {sid for sid, kept in EVERY.items() if kept.world == world} <= every


@pytest.mark.parametrize("world", WORLDS)
def test_a_policy_names_what_is_there(world: str, rendered: Rendered) -> None:
    """No resource of another environment, and none that does not exist."""
    own = [str(row.outputs["arn"]) for row in rendered[world] if row.outputs.get("arn")]
    own += [each.replace(":cluster/", ":container-instance/") for each in own if ":cluster/" in each]
    strange = []
    for name, each in statements(rendered[world]):
        for resource in listed(each["Resource"]):
            bare = resource.removesuffix("*").rstrip("/:")
            named = any(bare == arn or bare.startswith(f"{arn}/") for arn in own)
            if resource != "*" and not named and not resource.startswith(ELSEWHERE):
                strange.append(f"{name} {each['Sid']}: {resource}")
    assert strange == []


@pytest.mark.parametrize("world", WORLDS)
def test_roles_are_for_services_and_buckets_only_deny(world: str, rendered: Rendered) -> None:
    for row in rendered[world]:
        for each in json.loads(row.inputs.get("assumeRolePolicy") or '{"Statement": []}')["Statement"]:
            assert each["Action"] == "sts:AssumeRole", row.name
            assert set(listed(each["Principal"]["Service"])) <= TRUSTED, row.name
        if row.type == "s3.BucketPolicy":
            assert {each["Effect"] for each in json.loads(row.inputs["policy"])["Statement"]} == {"Deny"}
        if row.type == "iam.RolePolicy":
            sids = [each["Sid"] for each in json.loads(row.inputs["policy"])["Statement"]]
            assert len(set(sids)) == len(sids), f"{row.name}: IAM refuses a statement id that occurs twice"


def test_no_reason_is_out_of_date(rendered: Rendered) -> None:
    every = [each for rows in rendered.values() for _, each in statements(rows)]
    assert INSIDE.keys() == {
        each["Sid"] for each in every for one in listed(each["Resource"]) if one != "*" and "*" in one
    }
    assert OBJECTED.keys() == {said for each in every for said in objections(each)}
    assert {kept.world for kept in EVERY.values()} <= WORLDS.keys()
    named = {one for each in every for one in listed(each["Resource"])}
    used = {start for start in ELSEWHERE if any(one.startswith(start) for one in named)}
    assert used == set(ELSEWHERE)


def test_the_list_finds_something() -> None:
    assert len(KNOWN) > 400, "services"
    assert list(objections({"Action": ["s3:GetObjekt"], "Resource": ["*"]})) == ["s3:GetObjekt does not exist"]
    assert list(objections({"Action": ["s3:GetObject"], "Resource": ["*"]})) == [
        "s3:GetObject has resources, and gets *"
    ]
    wrong = {"Action": ["ecr:BatchGetImage"], "Resource": ["arn:aws:s3:::bundles/dev/web"]}
    assert list(objections(wrong)) == ["arn:aws:s3:::bundles/dev/web is of no kind for ecr:BatchGetImage"]
