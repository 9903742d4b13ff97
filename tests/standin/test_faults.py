"""Faults that a test asks for, and the log of operations."""

import pulumi
import pulumi_aws as aws
import pytest

from .client import Standin
from .conftest import Project
from .programs import service


def test_a_failed_up_converges_on_the_next(project: Project) -> None:
    standin = project.standin
    standin.fail("iam.RolePolicy", message="ServiceUnavailable: come back")
    assert "ServiceUnavailable: come back" in project.failed(service)
    assert standin.resources("ecs.Service") == []
    project.up(service)
    assert project.preview(service) == {}
    tried = list(standin.events("create", "iam.RolePolicy"))
    assert [bool(each.error) for each in tried] == [True, False]
    assert len(standin.resources("ec2.Vpc")) == 1, "what the first run made stays"


def test_the_nth_of_a_type_fails(project: Project) -> None:
    def program() -> None:
        before: list[pulumi.Resource] = []
        for name in ("a", "b", "c"):
            before = [aws.cloudwatch.LogGroup(name, opts=pulumi.ResourceOptions(depends_on=before))]

    project.standin.fail("cloudwatch.LogGroup", nth=2)
    project.failed(program)
    assert [each.name for each in project.standin.resources()] == ["a"]
    project.standin.fail("cloudwatch.LogGroup", operation="delete", name="c")
    project.up(program)
    assert "Planted: planted fault" in project.failed_destroy(program)
    project.destroy(program)
    assert project.standin.resources() == []


def test_the_log_tells_the_order(project: Project) -> None:
    """What waits for a slow service starts after it is steady; what doesn't starts before."""

    def program() -> None:
        aws.cloudwatch.LogGroup("free", name="/free")
        slow = aws.ecs.Cluster("slow", name="slow")
        aws.cloudwatch.LogGroup("waits", name="/waits", opts=pulumi.ResourceOptions(depends_on=[slow]))

    project.standin.slow("ecs.Cluster", 0.5)
    project.up(program)
    log = {each.name: each for each in project.standin.events("create")}
    assert log["waits"].started >= log["slow"].time >= log["slow"].started + 0.5
    assert log["free"].time < log["slow"].time


def test_a_type_that_is_not_played_has_no_faults(standin: Standin) -> None:
    with pytest.raises(LookupError, match=r"does not implement sqs\.Queue"):
        standin.fail("sqs.Queue")
