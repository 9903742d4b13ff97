"""AppConfig's deployments: their states, the conflict, and the rollback that Pulumi doesn't see."""

from functools import partial

from .conftest import Project
from .programs import configuration


def test_states_of_a_deployment(project: Project) -> None:
    standin = project.standin
    outputs = project.outputs_after_up(configuration)
    assert outputs["number"].value == 1
    assert [each["state"] for each in standin.deployments("web")] == ["DEPLOYING"]
    assert standin.in_force("web") == ""
    standin.bake("web")
    assert project.outputs_after_up(configuration)["state"].value == "DEPLOYING", (
        "AppConfig doesn't tell baking from deploying"
    )
    standin.finish("web")
    assert project.outputs_after_up(configuration)["state"].value == "READY_FOR_DEPLOYMENT"
    assert standin.in_force("web") == outputs["version"].value
    assert standin.content("shop-bundles", "web") == "one\n"


def test_a_new_bundle_is_an_update_and_a_new_deployment(project: Project) -> None:
    standin = project.standin
    first = project.outputs_after_up(configuration)["version"].value
    standin.finish("web")
    changed = partial(configuration, bundle="two\n")
    assert project.preview(changed) == {"BucketObjectv2 web": "update", "Deployment web": "delete-replaced"}
    second = project.outputs_after_up(changed)
    assert (second["number"].value, standin.content("shop-bundles", "web")) == (2, "two\n")
    assert standin.in_force("web") == first
    standin.finish("web")
    assert standin.in_force("web") == second["version"].value != first


def test_one_deployment_at_a_time(project: Project) -> None:
    project.up(configuration)
    for state in ("DEPLOYING", "BAKING"):
        said = project.failed(partial(configuration, bundle=f"{state}\n"))
        assert f"ConflictException: environment {_own(project)} has deployment 1 in state {state}" in said
        if state == "DEPLOYING":
            project.standin.bake("web")
    project.standin.finish("web")
    assert project.outputs_after_up(partial(configuration, bundle="three\n"))["number"].value == 2


def test_a_rollback_that_pulumi_does_not_see(project: Project) -> None:
    standin = project.standin
    first = project.outputs_after_up(configuration)["version"].value
    standin.finish("web")
    changed = partial(configuration, bundle="bad\n")
    project.up(changed)
    standin.bake("web")
    standin.roll_back("web")
    assert standin.in_force("web") == first
    project.refresh(changed)
    assert project.preview(changed) == {}
    assert project.outputs_after_up(changed)["state"].value == "ROLLED_BACK"
    again = partial(changed, description="deploy again")
    assert project.outputs_after_up(again)["number"].value == 3
    standin.finish_all()
    assert standin.in_force("web") != first
    assert project.outputs_after_up(again)["state"].value == "READY_FOR_DEPLOYMENT"


def test_without_steps_and_baking_it_is_over_at_once(project: Project) -> None:
    project.up(partial(configuration, minutes=0, bake=0))
    assert [each["state"] for each in project.standin.deployments("web")] == ["COMPLETE"]
    project.destroy(partial(configuration, minutes=0, bake=0))
    assert project.standin.resources() == []


def _own(project: Project) -> str:
    return str(project.standin.resource("appconfig.Environment", "web").outputs["environmentId"])
