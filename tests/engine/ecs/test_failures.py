"""An `up` that fails, and what is rejected before any resource is created."""

from tests.standin.conftest import Project

from .conftest import program


def test_an_up_that_fails_in_the_middle_is_run_again_and_converges(project: Project) -> None:
    standin = project.standin
    standin.fail("ecs.Service", name="dev-inventory-v1-service", message="no capacity")
    assert "no capacity" in project.failed(program())
    first = len(standin.deployments("dev-web-v1-environment"))
    project.up(program())
    assert project.preview(program()) == {}
    assert len(standin.deployments("dev-web-v1-environment")) == max(first, 1), "nothing is deployed twice"

    standin.fail("appconfig.Deployment", name="dev-web-v1-deployment", message="throttled")
    heavier = program({"v1": 75, "v2": 25})
    assert "throttled" in project.failed(heavier)
    project.up(heavier)
    assert project.preview(heavier) == {}
    assert (
        standin.in_force("dev-web-v1-environment")
        == standin.resource("s3.BucketObjectv2", "dev-web-v1-bundle").outputs["versionId"]
    )
