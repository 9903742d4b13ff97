"""The plan in the state of a stack on ECS: kept when all of it stands, and never called whole when an `up` failed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.standin.conftest import Project

from meshwright import resolve
from meshwright.cli.deployed import Deployed, look
from meshwright.plan import stored
from meshwright.plan.redact import redact

from .conftest import described, program, said

HEAVIER = {"v1": 75, "v2": 25}


@pytest.fixture
def seen(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Deployed]:
    """What the command line finds in the state."""
    monkeypatch.setenv("PULUMI_BACKEND_URL", (project.folder / "backend").as_uri())
    monkeypatch.setenv("PULUMI_HOME", str(project.folder / "home"))
    return lambda: look("dev", Path(project.folder))


def test_a_plan_is_kept_when_all_of_it_stands(project: Project, seen: Callable[[], Deployed]) -> None:
    before, after = (redact(resolve(described(weights=each))) for each in (None, HEAVIER))
    project.up(program())
    assert seen() == Deployed(before, [])
    assert project.preview(program()) == {}

    project.standin.fail("appconfig.Deployment", name="dev-web-v1-deployment", message="throttled")
    assert "throttled" in project.failed(program(HEAVIER))
    found = seen()
    assert found.plan == before, "a plan that an `up` left half-way is not called deployed"
    assert [each.code for each in found.advice] == ["MW415"]
    assert "advice MW415: a change that did not finish" in said(project, program(HEAVIER))
    assert "MW415" in said(project, program()), "nor does going back make it whole by itself"

    project.up(program(HEAVIER))
    assert seen() == Deployed(after, [])
    assert "MW415" not in said(project, program(HEAVIER))


def test_a_failed_way_back_is_not_taken_for_whole(project: Project, seen: Callable[[], Deployed]) -> None:
    project.up(program())
    for weights in (HEAVIER, None):
        project.standin.fail("appconfig.Deployment", name="dev-web-v1-deployment", message="throttled")
        project.standin.fail("ecs.Service", name="dev-inventory-v1-service", message="no capacity")
        project.failed(program(weights, {"v2": "2"} if weights else {"v2": "3"}))
        assert [each.code for each in seen().advice] == ["MW415"]
    project.up(program())
    assert seen() == Deployed(redact(resolve(described())), [])


def test_a_first_up_that_fails_keeps_no_plan(project: Project, seen: Callable[[], Deployed]) -> None:
    project.standin.fail("ecs.Service", name="dev-inventory-v1-service", message="no capacity")
    project.failed(program())
    assert "meshwright-plan" not in project.state_text()
    project.up(program())
    assert seen() == Deployed(redact(resolve(described())), [])


def test_a_plan_that_cannot_be_read_is_said_and_stops_nothing(project: Project) -> None:
    project.up(program())
    file = project.folder / "backend/.pulumi/stacks/try/dev.json"
    state = json.loads(file.read_text())
    for each in state["checkpoint"]["latest"]["resources"]:
        if each["type"] == "meshwright:index:MeshEnvironment":
            each["outputs"]["plan"] = "meshwright-plan 99 x"
    file.write_text(json.dumps(state))
    shown = said(project, program(HEAVIER))
    assert "advice MW413: a plan that cannot be read" in shown
    project.up(program(HEAVIER))
    assert stored.store(resolve(described(weights=HEAVIER))) in project.state_text()
