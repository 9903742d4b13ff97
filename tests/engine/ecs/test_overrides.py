"""Values of one node that a team has as Outputs: volumes, keys, secrets."""

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pytest
from tests.standin.conftest import Project

from meshwright import provision

from .conftest import described, program

KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d"
SECRET = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/key-AbCdEf"
PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/shop/mode"
FILES = "fs-0a1b2c3d4e5f67890"
POINT = "fsap-0a1b2c3d4e5f67890"


def run(override: Callable[[], provision.Override]) -> Callable[[], None]:
    """Called in the program, where Outputs can be made."""

    def made() -> None:
        provision.MeshEnvironment(
            "dev", described(), platform=provision.Ecs(overrides={"checkout-v2": override()})
        ).export()

    return made


def test_volumes_are_mounted_with_no_more_permission_than_they_need(project: Project) -> None:
    def override() -> provision.Override:
        point = provision.EfsVolume(pulumi.Output.from_input(FILES), access_point=pulumi.Output.from_input(POINT))
        volumes = {
            "/data": point,
            "/models": provision.EfsVolume("fs-0a1b2c3d", path="/v1", read_only=True),
            "/older": provision.EfsVolume("fs-0a1b2c3d", path="/v0", read_only=True),
            "/scratch": provision.EfsVolume("fs-0a1b2c3d", path="/tmp"),
        }
        return provision.Override(volumes=volumes | {"/var/cache": provision.EmptyDirectory()})

    outputs = project.outputs_after_up(run(override))
    assert project.preview(run(override)) == {}
    assert outputs["security_group"].value == project.standin.resource("ec2.SecurityGroup", "dev-mesh-tasks").id
    task = project.standin.resource("ecs.TaskDefinition", "dev-checkout-v2-task").inputs
    containers = {each["name"]: each for each in json.loads(task["containerDefinitions"])}
    mounts = {each["containerPath"]: each for each in containers["application"]["mountPoints"]}
    volumes = {each["name"]: each.get("efsVolumeConfiguration") for each in task["volumes"]}
    assert {path: each["readOnly"] for path, each in mounts.items()} == {
        "/data": False,
        "/models": True,
        "/older": True,
        "/scratch": False,
        "/var/cache": False,
    }
    assert volumes[mounts["/var/cache"]["sourceVolume"]] is None
    assert volumes[mounts["/data"]["sourceVolume"]] == {
        "fileSystemId": FILES,
        "rootDirectory": "/",
        "transitEncryption": "ENABLED",
        "authorizationConfig": {"accessPointId": POINT, "iam": "ENABLED"},
    }
    assert volumes[mounts["/models"]["sourceVolume"]]["rootDirectory"] == "/v1"
    assert task["proxyConfiguration"]["properties"]["EgressIgnoredPorts"] == "53,2049"
    statements = policy(project, "dev-checkout-v2")
    own = f"Mount{FILES}{POINT}".replace("-", "")
    assert statements[own] == {
        "Sid": own,
        "Effect": "Allow",
        "Action": ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        "Resource": [f"arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/{FILES}"],
        "Condition": {
            "StringEquals": {
                "elasticfilesystem:AccessPointArn": f"arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/{POINT}"
            }
        },
    }
    assert statements["MountReadOnlyfs0a1b2c3d"]["Action"] == ["elasticfilesystem:ClientMount"]
    assert "elasticfilesystem:ClientWrite" in statements["Mountfs0a1b2c3d"]["Action"]
    others = project.standin.resource("ecs.TaskDefinition", "dev-checkout-v1-task").inputs
    assert [each["name"] for each in others["volumes"]] == ["meshwright"]
    assert others["proxyConfiguration"]["properties"]["EgressIgnoredPorts"] == "53"


def test_a_key_is_for_the_nodes_own_logs_and_secrets(project: Project) -> None:
    def override() -> provision.Override:
        secrets: dict[str, Any] = {"KEY": pulumi.Output.from_input(f"{SECRET}:key::"), "MODE": PARAMETER}
        return provision.Override(kms_key=pulumi.Output.from_input(KEY), secrets=secrets)

    project.up(run(override))
    assert project.preview(run(override)) == {}
    group = project.standin.resource("cloudwatch.LogGroup", "dev-checkout-v2-logs").inputs
    assert (group["name"], group["kmsKeyId"], group["retentionInDays"]) == (
        "/meshwright/shop/dev/checkout/checkout-v2",
        KEY,
        7,
    )
    assert "kmsKeyId" not in project.standin.resource("cloudwatch.LogGroup", "dev-checkout-logs").inputs
    task = json.loads(
        project.standin.resource("ecs.TaskDefinition", "dev-checkout-v2-task").inputs["containerDefinitions"]
    )
    logs = {each["name"]: each["logConfiguration"]["options"]["awslogs-group"] for each in task}
    assert logs.pop("agent") == "/meshwright/shop/dev/_agents", "where the mesh's alarm looks"
    assert set(logs.values()) == {group["name"]}
    own = project.standin.resource("iam.RolePolicy", "dev-checkout-v2-execution").inputs
    assert (own["role"], own["name"]) == ("shop-dev-eu-west-1-checkout-execution", "checkout-v2")
    statements = policy(project, "dev-checkout-v2-execution")
    assert statements["WriteLogs"]["Resource"] == [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/meshwright/shop/dev/checkout/checkout-v2:*"
    ]
    assert statements["ReadOwnSecrets"]["Resource"] == [SECRET, PARAMETER]
    assert (statements["DecryptSecrets"]["Action"], statements["DecryptSecrets"]["Resource"]) == (
        ["kms:Decrypt"],
        [KEY],
    )
    assert statements["DecryptSecrets"]["Condition"]["StringEquals"]["kms:ViaService"] == [
        "secretsmanager.eu-west-1.amazonaws.com",
        "ssm.eu-west-1.amazonaws.com",
    ]
    service = next(each for each in project.standin.events("create", "ecs.Service") if "checkout-v2" in each.name)
    for kind, name in (
        ("iam.RolePolicy", "dev-checkout-v2-execution"),
        ("cloudwatch.LogGroup", "dev-checkout-v2-logs"),
    ):
        assert (
            next(each for each in project.standin.events("create", kind) if each.name == name).time <= service.started
        )


WRONG: dict[str, dict[str, Any]] = {
    'overrides["checkout-v2"].volumes["/meshwright/xds"]': {"volumes": {"/meshwright/xds": provision.EmptyDirectory()}},
    'overrides["checkout-v2"].volumes.data': {"volumes": {"data": provision.EmptyDirectory()}},
    'overrides["checkout-v2"].volumes["/data"].file_system': {"volumes": {"/data": provision.EfsVolume("files")}},
    'overrides["checkout-v2"].volumes["/data"].path': {
        "volumes": {"/data": provision.EfsVolume(FILES, access_point=POINT, path="/here")}
    },
    'overrides["checkout-v2"].secrets.KEY': {"secrets": {"KEY": "shop/key"}},
    'overrides["checkout-v2"].kms_key': {"kms_key": "arn:aws:kms:eu-west-1:111122223333:alias/shop"},
}


def test_what_aws_would_not_take_is_refused_all_at_once(project: Project) -> None:
    """Each of them is rejected; here they are combined."""
    together: dict[str, Any] = {"volumes": {}}
    for each in WRONG.values():
        together = {**together, **each, "volumes": together["volumes"] | dict(each.get("volumes", {}))}
    said = project.refused(program(environment=described(), overrides={"checkout-v2": provision.Override(**together)}))
    for place in WRONG:
        if "file_system" not in place:  # the other volume at /data
            assert place in said, said
    assert f"{len(WRONG) - 1} errors" in said
    assert project.standin.events("create") == []


@pytest.mark.parametrize("place", WRONG)
def test_each_of_them_is_a_problem(place: str) -> None:
    from meshwright.problems import show_path

    (found,) = provision.Override(**WRONG[place]).problems(("overrides", "checkout-v2"))
    assert (found.code, show_path(found.path)) == ("MW402", place)


def policy(project: Project, name: str) -> dict[str, Any]:
    text = project.standin.resource("iam.RolePolicy", name).inputs["policy"]
    return {each["Sid"]: each for each in json.loads(text)["Statement"]}
