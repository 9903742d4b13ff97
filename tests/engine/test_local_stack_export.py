"""The plan in the state of the local stack, through the real engine."""

from pathlib import Path

import pytest

from meshwright import ProblemsFound, resolve
from meshwright.cli.stack_export import read
from meshwright.description import stack as stacks
from meshwright.plan import Plan, stored
from meshwright.plan.redact import redact

from .conftest import Project


def test_the_deployed_plan_is_kept_and_found_without_noise(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in project.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(project.folder)  # places are relative to it, as in the program
    with pytest.raises(ProblemsFound, match="MW412"):
        read("local", project.folder)
    shown = project.pulumi("preview", "--diff", "--stack", "local")
    project.up()
    found = read("local", project.folder)
    assert found.plan == redact(_plan(project, "10"))
    assert found.advice == []

    assert "traffic, from" not in shown + project.pulumi("preview", "--stack", "local"), "nothing changes yet"
    project.pulumi("config", "set", "canary", "50", "--stack", "local")
    said = project.pulumi("preview", "--stack", "local")
    assert "meshwright:index:MeshEnvironment (local):" in said
    assert "traffic, from what is deployed: careful" in said
    assert (
        "service checkout, from web-v1: all requests except those with cookie beta=yes: v1 90 % → 50 %, v2 10 % → 50 %"
        in said
    )
    shown += project.pulumi("preview", "--diff", "--stack", "local")
    shown += project.pulumi("up", "--yes", "--diff", "--stack", "local")
    assert read("local", project.folder).plan == redact(_plan(project, "50"))
    assert project.preview() == {}
    assert "plan" not in project.outputs()
    assert stored.store(found.plan).split()[0] not in shown, "the plan is not printed"


def test_a_project_that_pulumi_does_not_know(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in project.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ProblemsFound, match="MW411") as found:
        read("nowhere", Path(project.folder))
    assert "no stack named 'nowhere' found" in str(found.value)


def _plan(project: Project, canary: str) -> Plan:
    return resolve(stacks.load("local", {"canary": canary}, project.folder / "stacks"))
