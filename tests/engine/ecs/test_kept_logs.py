"""Logs of production outlive their service, and a service that comes back gets them again."""

from collections.abc import Callable

from tests.standin.conftest import Project

from meshwright import Container, Environment, Fargate, Logs, Mesh, Service, provision

from .conftest import NETWORK


def run(*names: str, keep: str = "30d") -> Callable[[], None]:
    def made() -> None:
        services = [Service(name, Container(f"shop/{name}:1"), port=8080) for name in names]
        described = Environment(
            "prod", Mesh("shop", services=services), platform=Fargate("eu-west-1"), logs=Logs(keep=keep)
        )
        network = provision.Network(**NETWORK)  # type: ignore[arg-type]
        provision.MeshEnvironment("prod", described, platform=provision.Ecs(network=network))

    return made


def groups(project: Project) -> dict[str, int]:
    """The retention of each log group that exists."""
    rows = project.standin.resources("cloudwatch.LogGroup")
    return {each.inputs["name"].rpartition("/")[2]: each.inputs["retentionInDays"] for each in rows}


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
