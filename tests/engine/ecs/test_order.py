"""Versions that are added and removed, and the state of AppConfig meanwhile."""

from collections.abc import Callable
from typing import Any

from tests.standin.client import Standin
from tests.standin.conftest import Project

from meshwright import AppConfig

from .conftest import cloud, described, program, said

STEPWISE = AppConfig(over="10m", step=20, bake="10m")


def test_a_version_comes_and_goes_in_the_right_order(project: Project) -> None:
    standin = project.standin
    project.up(program())
    third = {"v1": 90, "v2": 10, "v3": 5}
    touched = {each for each in cloud(project.preview(program(third))) if "dev-checkout-v3" not in each}
    assert touched == {"BucketObjectv2 dev-web-v1-bundle", "Deployment dev-web-v1-deployment"}, "the caller's only"
    project.up(program(third))
    new, caller = _made(standin, "ecs.Service", "checkout-v3-service"), _made(standin, "appconfig.Deployment", "web-v1")
    own = _made(standin, "appconfig.Deployment", "checkout-v3")
    assert own.time <= new.started, "its tasks start with a configuration"
    assert new.time <= caller.started, "it is routed to when it is steady"

    refused = project.refused(program({"v1": 90, "v2": 10}))
    assert "error MW404: a node that may still get requests" in refused
    assert "web-v1 may still send requests to checkout-v3" in refused
    assert "Traceback" not in refused

    project.up(program({"v1": 90, "v2": 10, "v3": 0}))
    touched = {each for each in cloud(project.preview(program())) if "dev-checkout-v3" not in each}
    assert touched == {"BucketObjectv2 dev-web-v1-bundle", "Deployment dev-web-v1-deployment"}
    project.up(program())
    gone = next(each for each in standin.events("delete", "ecs.Service") if each.name == "dev-checkout-v3-service")
    assert _made(standin, "appconfig.Deployment", "web-v1").time <= gone.started
    assert project.preview(program()) == {}


def test_the_first_tasks_of_a_caller_find_records_of_those_it_calls(project: Project) -> None:
    """The VPC's resolver remembers for minutes that a name had no record. `inventory` calls web: a cycle.
    Envoy asks for the name of a version without weight, too."""
    standin = project.standin
    for each in ("inventory-v1", "checkout-v2"):
        standin.slow("ecs.Service", 1, name=f"dev-{each}-service")
    standin.fail("ecs.Service", name="dev-inventory-v1-service")
    dark = program({"v1": 100, "v2": 0})
    project.failed(dark)
    assert not standin.resources("ecs.Service"), "nobody who calls it, or calls who calls it"
    assert len(standin.resources("appconfig.Deployment")) == 5, "though all have their bundles"
    project.up(dark)
    made = {each.name: each for each in standin.events("create", "ecs.Service") if not each.error}
    for called, caller in (("inventory-v1", "checkout-v1"), ("inventory-v1", "checkout-v2"), ("checkout-v2", "web-v1")):
        assert made[f"dev-{called}-service"].time <= made[f"dev-{caller}-service"].started


def test_tasks_have_their_permissions_as_long_as_they_run(project: Project) -> None:
    standin = project.standin
    for operation in ("create", "delete"):
        standin.slow("iam.RolePolicy", 0.5, operation=operation)
    project.up(program())
    roles = {row.outputs["arn"]: row.outputs["name"] for row in standin.resources("iam.Role")}
    definitions = {row.name: row.inputs for row in standin.resources("ecs.TaskDefinition")}
    taken = {
        name: [roles[inputs[f"{use}RoleArn"]] for use in ("task", "execution")] for name, inputs in definitions.items()
    }
    assert taken["dev-checkout-v1-task"] == taken["dev-checkout-v2-task"], "versions share what their service has"
    assert len({each for both in taken.values() for each in both}) == 8, "and no service has what is another's"

    made = {(each.type.rpartition(":")[2], each.name): each for each in standin.events("create")}
    project.destroy(program())
    gone = {(each.type.rpartition(":")[2], each.name): each for each in standin.events("delete")}
    for node in ("checkout-v1", "checkout-v2", "web-v1", "inventory-v1", "public"):
        service, (owner, *_) = ("Service", f"dev-{node}-service"), node.split("-")
        for use in ("task", "execution"):
            policy = ("RolePolicy", f"dev-{owner}-{use}")
            assert made[policy].time <= made[service].started
            assert gone[service].time <= gone[policy].started


def test_a_deployment_that_runs_or_was_rolled_back_is_not_overwritten(project: Project) -> None:
    standin = project.standin
    web = "dev-web-v1-environment"
    project.up(_stepwise())
    assert standin.deployments(web)[-1]["state"] == "COMPLETE", "the first is there at once"
    heavier = _stepwise({"v1": 75, "v2": 25})
    project.up(heavier)
    assert standin.deployments(web)[-1]["state"] == "DEPLOYING"
    assert project.preview(heavier) == {}

    refused = project.refused(_stepwise({"v1": 50, "v2": 50}))
    assert "error MW406" in refused
    assert "the last deployment of web-v1 is DEPLOYING" in refused
    assert "MW406" in project.refused(_stepwise({"v1": 75})), "nor is a node taken away meanwhile"

    standin.roll_back(web)
    refused = project.refused(_stepwise({"v1": 50, "v2": 50}))
    assert "error MW405: a configuration that was rolled back" in refused
    assert "meshwright:redeploy.web-v1" in refused
    assert project.preview(heavier) == {}, "what is not changed is only reported"
    assert "advice MW405" in said(project, heavier)

    again = _stepwise({"v1": 75, "v2": 25}, redeploy={"web-v1": "the alarm was a false one"})
    assert cloud(project.preview(again)) == {"Deployment dev-web-v1-deployment": "delete-replaced"}
    project.up(again)
    standin.finish_all()
    assert project.preview(heavier) == {}, "the reason may go, or stay"
    assert project.preview(again) == {}
    assert len(standin.deployments(web)) == 3


def _stepwise(weights: dict[str, int] | None = None, **arguments: Any) -> Callable[[], None]:
    return program(environment=described(weights=weights, delivery=STEPWISE), **arguments)


def _made(standin: Standin, kind: str, name: str):  # type: ignore[no-untyped-def]
    """The last creation of a resource."""
    return [each for each in standin.events("create", kind) if each.name.startswith(f"dev-{name}")][-1]
