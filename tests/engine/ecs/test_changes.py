"""Which resources a change of the description changes, and in which order."""

from tests.standin.conftest import Project

from .conftest import cloud, program


def test_up_then_a_changed_weight_then_an_image(project: Project) -> None:
    outputs = project.outputs_after_up(program())
    assert outputs["gateways"].value["public"].startswith("http://")
    assert project.standin.deployments("dev-web-v1-environment")[-1]["state"] == "COMPLETE", (
        "the first is there at once"
    )
    assert project.preview(program()) == {}

    heavier = program({"v1": 75, "v2": 25})
    assert cloud(project.preview(heavier)) == {
        "BucketObjectv2 dev-web-v1-bundle": "update",
        "Deployment dev-web-v1-deployment": "delete-replaced",
    }
    shown = project.stack(heavier).preview(diff=True, on_output=lambda _: None).stdout
    assert "~ checkout-v1: 90 => 75" in shown, "the route, as the description has it"
    assert "~ weight: 10 => 25" in shown, "and as Envoy gets it"
    project.up(heavier)
    assert project.preview(heavier) == {}
    assert '"weight":75' in project.standin.content(_bucket(project), "dev/web-v1")

    newer = program({"v1": 75, "v2": 25}, {"v2": "2"})
    assert cloud(project.preview(newer)) == {
        "TaskDefinition dev-checkout-v2-task": "delete-replaced",
        "Service dev-checkout-v2-service": "update",
    }
    project.up(newer)
    project.destroy(newer)
    assert project.standin.resources() == []


def _bucket(project: Project) -> str:
    return str(project.standin.resources("s3.Bucket")[0].outputs["bucket"])
