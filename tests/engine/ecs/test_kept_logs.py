"""Logs of production outlive their service, and a service that comes back gets them again."""

from collections.abc import Callable
from typing import Any

import pulumi_aws as aws
import pytest
from tests.standin.conftest import Project

from meshwright import Container, Environment, Fargate, Logs, Mesh, Service, provision

from .conftest import NETWORK


def run(*names: str, keep: str = "30d") -> Callable[[], None]:
    def made() -> None:
        services = [Service(name, Container(f"shop/{name}:1"), port=8080) for name in names]
        described = Environment(
            "prod", Mesh("shop", services=services), platform=Fargate("eu-west-1"), logs=Logs(keep=keep)
        )
        provision.MeshEnvironment("prod", described, platform=provision.Ecs(network=NETWORK))

    return made


def groups(project: Project) -> dict[str, int]:
    """The retention of each log group that exists."""
    rows = project.standin.resources("cloudwatch.LogGroup")
    return {each.inputs["name"].rpartition("/")[2]: each.inputs["retentionInDays"] for each in rows}


def test_aws_is_asked_once_for_all_groups(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = aws.cloudwatch.get_log_groups

    def counted(log_group_name_prefix: str, **arguments: Any) -> Any:
        asked.append(log_group_name_prefix)
        return ask(log_group_name_prefix=log_group_name_prefix, **arguments)

    monkeypatch.setattr(aws.cloudwatch, "get_log_groups", counted)
    project.up(run("web", "cron", "search"))
    assert asked == ["/meshwright/shop/prod/"]


def test_a_service_that_comes_back_gets_its_logs_again(project: Project) -> None:
    both, one = run("web", "cron"), run("web")
    project.up(both)
    project.standin.finish_all()
    project.up(one)
    project.standin.finish_all()
    assert set(groups(project)) == {"web", "cron", "_agents"}, "the logs are kept"
    longer = run("web", "cron", keep="90d")
    project.up(longer)
    project.standin.finish_all()
    assert set(groups(project)) == {"web", "cron", "_agents"}
    project.up(longer)
    assert set(groups(project).values()) == {90}
    assert project.preview(longer) == {}
    project.destroy(longer)
    assert set(groups(project)) == {"web", "cron", "_agents"}
    project.up(longer)
    assert project.preview(longer) == {}
