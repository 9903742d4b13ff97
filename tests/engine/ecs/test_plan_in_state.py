"""The plan in the state of a stack on ECS: stored when every resource exists, unfinished when an `up` failed."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.standin.conftest import Project

from meshwright import Container, Gateway, GatewayRoute, Mesh, Service, path, resolve
from meshwright.cli.stack_export import DeployedPlan, read
from meshwright.plan import stored
from meshwright.plan.redact import redact
from meshwright.provision import difference

from .conftest import described, program, said, shop

HEAVIER = {"v1": 75, "v2": 25}


@pytest.fixture
def seen(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[[], DeployedPlan]:
    """What the command line reads from the state."""
    monkeypatch.setenv("PULUMI_BACKEND_URL", (project.folder / "backend").as_uri())
    monkeypatch.setenv("PULUMI_HOME", str(project.folder / "home"))
    return lambda: read("dev", Path(project.folder))


def test_a_plan_is_kept_when_all_of_it_stands(project: Project, seen: Callable[[], DeployedPlan]) -> None:
    before, after = (redact(resolve(described(weights=each))) for each in (None, HEAVIER))
    project.up(program())
    assert seen() == DeployedPlan(before, [])
    assert project.preview(program()) == {}

    project.standin.fail("appconfig.Deployment", name="dev-web-v1-deployment", message="throttled")
    assert "throttled" in project.failed(program(HEAVIER))
    found = seen()
    assert found.plan == before, "a plan that an `up` left half-way is not called deployed"
    assert [each.code for each in found.advice] == ["MW415"]
    assert "advice MW415: a change that did not finish" in said(project, program(HEAVIER))
    assert "MW415" in said(project, program()), "nor does going back make it whole by itself"

    project.up(program(HEAVIER))
    assert seen() == DeployedPlan(after, [])
    assert "MW415" not in said(project, program(HEAVIER))


def test_a_failed_way_back_is_not_taken_for_whole(project: Project, seen: Callable[[], DeployedPlan]) -> None:
    project.up(program())
    for weights in (HEAVIER, None):
        project.standin.fail("appconfig.Deployment", name="dev-web-v1-deployment", message="throttled")
        project.standin.fail("ecs.Service", name="dev-inventory-v1-service", message="no capacity")
        project.failed(program(weights, {"v2": "2"} if weights else {"v2": "3"}))
        assert [each.code for each in seen().advice] == ["MW415"]
    project.up(program())
    assert seen() == DeployedPlan(redact(resolve(described())), [])


def test_a_first_up_that_fails_keeps_no_plan(project: Project, seen: Callable[[], DeployedPlan]) -> None:
    project.standin.fail("ecs.Service", name="dev-inventory-v1-service", message="no capacity")
    project.failed(program())
    assert "meshwright-plan" not in project.state_text()
    project.up(program())
    assert seen() == DeployedPlan(redact(resolve(described())), [])


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


def test_a_preview_says_what_happens_to_traffic(project: Project) -> None:
    assert "traffic, from" not in said(project, program()), "there is nothing deployed yet"
    project.up(program())
    assert "traffic, from" not in said(project, program()), "nothing changes"

    shown = said(project, program(HEAVIER))
    assert "traffic, from what is deployed: safe" in shown
    assert (
        "service checkout, from web-v1: all requests except those with cookie beta=yes: v1 90 % → 75 %, v2 10 % → 25 %"
        in shown
    )
    assert "warning: traffic" not in shown
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(difference, "_LINES", 1)
        shown = said(project, program(HEAVIER))
    assert "  2 more lines: meshwright diff dev@deployed dev" in shown
    shown = said(project, program({"v1": 100, "v2": 0}))
    assert "v2 10 % → 0 %" in shown

    inventory = Service("inventory", Container("shop/inventory"), port=8080, calls=["web"])
    web = Service("web", Container("shop/web"), port=8080, calls=[inventory])
    only = GatewayRoute("shop", when=path.starts_with("/shop/"), to=web)
    smaller = Mesh("shop", services=[web, inventory], gateways=[Gateway("public", routes=[only])])
    environment = described(mesh=smaller)
    refused = project.refused(program(environment=environment))
    assert "MW404" in refused, "what is refused is refused, whatever else is said"


def test_what_is_unsafe_is_a_warning(project: Project) -> None:
    project.up(program())
    web = Service("web", Container("shop/web"), port=8080, calls=["checkout"])
    only = GatewayRoute("shop", when=path.starts_with("/shop/"), to=web)
    described_now = shop({"v1": 90, "v2": 10})
    services = [web, *(each for each in described_now.services if each.name != "web")]
    narrower = Mesh("shop", services=services, gateways=[Gateway("public", routes=[only])])
    shown = said(project, program(environment=described(mesh=narrower)))
    assert "warning: traffic, from what is deployed: unsafe" in shown
    assert "gateway public, port 8080: everything else: web-v1 → no route, 404" in shown


def test_a_comparison_that_fails_is_said_and_stops_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.up(program())

    def broken(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(difference, "compare", broken)
    shown = said(project, program(HEAVIER))
    assert "warning: The comparison of traffic failed, and the change continues without it" in shown
    assert "RecursionError: too deep" in shown

    monkeypatch.setattr(difference, "_SECONDS", 0.1)
    monkeypatch.setattr(difference, "compare", lambda *_: time.sleep(2))
    assert "TimeoutError: the comparison takes longer than 0.1 s" in said(project, program(HEAVIER))
    project.up(program(HEAVIER))
    assert stored.store(resolve(described(weights=HEAVIER))) in project.state_text()
