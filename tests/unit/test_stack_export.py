"""What is deployed, from the command line. `pulumi` is a double here: a script that prints what it was given."""

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from meshwright import Container, Environment, Fargate, Mesh, ProblemsFound, Service, resolve
from meshwright.cli.stack_export import deployed_plan, read
from meshwright.plan import stored
from meshwright.plan.redact import redact


def plan(environment: str = "prod") -> Any:
    mesh = Mesh("shop", services=[Service("web", Container("web"), port=80)])
    return resolve(Environment(environment, mesh, platform=Fargate("eu-west-1")))


def mesh(name: str, text: str | None, change: int = 1, begun: int = 1) -> list[dict[str, Any]]:
    urn = f"urn:pulumi:prod::shop::meshwright:index:MeshEnvironment::{name}"
    below = f"urn:pulumi:prod::shop::meshwright:index:MeshEnvironment$meshwright:index:MeshChange::{name}-change"
    outputs = {"plan": text, "change": change} if text else None
    return [
        {"urn": urn, "type": "meshwright:index:MeshEnvironment", **({"outputs": outputs} if outputs else {})},
        {"urn": below, "type": "meshwright:index:MeshChange", "outputs": {"begun": begun}},
    ]


@pytest.fixture
def double(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a `pulumi` that prints `state.json`, or fails with `error.txt`."""
    program = tmp_path / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text(
        f"#!{sys.executable}\n"
        "import pathlib, sys\n"
        f"here = pathlib.Path({str(tmp_path)!r})\n"
        "(here / 'asked.txt').write_text(' '.join(sys.argv[1:]))\n"
        "error = here / 'error.txt'\n"
        "if error.exists():\n"
        "    sys.exit(error.read_text())\n"
        "print((here / 'state.json').read_text())\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    return tmp_path


def state(folder: Path, resources: list[dict[str, Any]] | None) -> None:
    deployment = None if resources is None else {"resources": resources}
    (folder / "state.json").write_text(json.dumps({"version": 3, "deployment": deployment}))


def refused(folder: Path, stack: str = "prod") -> str:
    with pytest.raises(ProblemsFound) as found:
        deployed_plan(stack, folder)
    (problem,) = found.value.problems
    return f"{problem.code} {problem.found}"


def test_the_plan_of_a_stack(double: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state(double, mesh("prod", stored.store(plan())))
    assert deployed_plan("prod", double) == redact(plan())
    assert (double / "asked.txt").read_text() == "stack export --stack prod --non-interactive"
    assert capsys.readouterr().err == ""


def test_a_change_that_did_not_finish_is_said(double: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state(double, mesh("prod", stored.store(plan()), change=1, begun=2))
    assert deployed_plan("prod", double) == redact(plan())
    assert "advice MW415: a change that did not finish" in capsys.readouterr().err
    assert [each.code for each in read("prod", double).advice] == ["MW415"]


def test_without_pulumi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    assert "MW410" in refused(tmp_path)


def test_a_stack_that_is_not_there(double: Path) -> None:
    (double / "error.txt").write_text("error: no stack named 'prod' found")
    assert refused(double) == "MW411 Pulumi says of \"prod\": no stack named 'prod' found"


@pytest.mark.parametrize("resources", [None, [], mesh("prod", None)])
def test_a_stack_without_a_plan(double: Path, resources: list[dict[str, Any]] | None) -> None:
    state(double, resources)
    assert "MW412" in refused(double)
    assert ("no `up` of it has finished" in refused(double)) == bool(resources)


def test_a_plan_that_cannot_be_read(double: Path) -> None:
    state(double, mesh("prod", "meshwright-plan 99 x"))
    assert refused(double) == "MW413 format 99"


def test_of_several_the_one_named_as_the_stack(double: Path) -> None:
    two = mesh("a", stored.store(plan("prod"))) + mesh("b", stored.store(plan("canary")))
    state(double, two)
    assert deployed_plan("prod", double).environment == "prod"
    assert deployed_plan("acme/shop/prod", double).environment == "prod"
    assert read("prod", double, environment="canary").plan.environment == "canary"
    assert refused(double, "dev") == 'MW414 "dev" holds the environments "prod", "canary"'


def test_a_single_mesh_may_have_another_name(double: Path) -> None:
    state(double, mesh("a", stored.store(plan("production"))))
    assert deployed_plan("prod", double).environment == "production"
