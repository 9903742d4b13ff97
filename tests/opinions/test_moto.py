"""Moto, by way of boto3: all that is rendered is created there too, in the same order."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import pytest
from moto import mock_aws
from tests.standin.state import Row

from . import creating
from .conftest import Rendered
from .worlds import CERTIFICATE, WORLDS, vpc


class Kept(NamedTuple):
    """A refusal that stays: of which type, its words, why, and a world in which moto utters it."""

    type: str
    words: str
    reason: str
    world: str


LACKING = {
    "appconfig.Deployment": "appconfig.StartDeployment",
    "appconfig.DeploymentStrategy": "appconfig.CreateDeploymentStrategy",
    "appconfig.Environment": "appconfig.CreateEnvironment",
}
"""What moto has not."""

KEPT = (
    Kept(
        "ecs.TaskDefinition",
        "At least one of 'memory' or 'memoryReservation' must be specified",
        "each has a reservation, which is enough for AWS; on EC2 moto wants a hard limit all the same",
        "ec2",
    ),
    Kept(
        "s3.BucketObjectv2",
        "Forbidden",
        "moto reads of the bucket's policy that it denies, and not its condition: without TLS only",
        "tcp",
    ),
)
"""What moto refuses, and AWS does not."""


@pytest.fixture(autouse=True)
def moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account. No request leaves this machine."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "moto")
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")  # thousands, which nobody asks for
    with mock_aws():
        yield


def said(world: str, rows: list[Row]) -> list[tuple[Row, str]]:
    """All that moto says against the resources of a world."""
    account = creating.Account()
    if WORLDS[world].network:
        creating.given(account, vpc(list(WORLDS).index(world) + 1))
    creating.certificate(account, CERTIFICATE)
    return list(creating.create(account, rows))


@pytest.mark.parametrize("world", WORLDS)
def test_moto_creates_it_too(world: str, rendered: Rendered) -> None:
    heard: set[Kept] = set()
    others = []
    for row, words in said(world, rendered[world]):
        kept = {each for each in KEPT if each.type == row.type and each.words in words}
        heard |= kept
        if not kept and words != f"lacking: {LACKING.get(row.type)}":
            others.append(f"{row.type} {row.name}: {words}")
    assert others == []
    assert {each for each in KEPT if each.world == world} <= heard, "moto refuses it no longer: delete it from KEPT"


@pytest.mark.parametrize("kind", LACKING)
def test_what_moto_lacks_it_lacks_still(kind: str, rendered: Rendered) -> None:
    row = next(row for rows in rendered.values() for row in rows if row.type == kind)
    assert said("ec2", [row]) == [(row, f"lacking: {LACKING[kind]}")]


def test_every_type_is_created(rendered: Rendered) -> None:
    assert {row.type for rows in rendered.values() for row in rows} == creating.CALLS.keys()


WRONG: Mapping[str, Mapping[str, Any]] = {
    "ecs.Cluster": {"sizes": 1},
    "iam.RolePolicy": {"policy": '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*"}]}'},
    "lb.TargetGroup": {"name": "internal_group"},
    "ecs.Service": {"taskDefinition": "nothing:1"},
}


@pytest.mark.parametrize("kind", WRONG)
def test_moto_refuses_what_is_wrong(kind: str, rendered: Rendered) -> None:
    rows = [
        replace(row, inputs={**row.inputs, **WRONG[kind]}) if row.type == kind else row for row in rendered["inside"]
    ]
    assert kind in {row.type for row, words in said("inside", rows)}
