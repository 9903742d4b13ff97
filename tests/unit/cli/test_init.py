"""`meshwright init`: a project that checks without a problem, and never a lost file."""

from pathlib import Path

import pytest
import yaml
from tests.unit.cli.command import as_json, ran, run

from meshwright import template


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "Payments 2"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_new_project_has_no_problems(project: Path) -> None:
    assert ran("init").count("wrote") == len(template.project("payments-2"))
    said = ran("check", "--all")
    assert "dev: no problems (3 virtual services, 4 virtual nodes, 1 virtual gateway)" in said
    assert "local: no problems" in said
    assert yaml.safe_load((project / "Pulumi.yaml").read_text())["name"] == "payments-2"
    assert not [each for each in project.rglob("*") if each.is_file() and "${PROJECT}" in each.read_text()]


def test_its_commands_answer(project: Path) -> None:
    ran("init", "--name", "shop")
    assert "checkout-v2" in ran("explain", "local", "--from", "web", "http://checkout/", "-H", "x-tester: yes")
    assert "tag" in (project / "stacks" / "Pulumi.dev.yaml").read_text()
    assert ran("show", "dev")


def test_a_second_time_changes_nothing(project: Path) -> None:
    ran("init")
    before = {each: each.stat().st_mtime_ns for each in project.rglob("*.py")}
    assert run("init").exit_code == 0
    assert {each: each.read_bytes() for each in before} == {each: each.read_bytes() for each in project.rglob("*.py")}


def test_what_is_there_is_never_overwritten(project: Path) -> None:
    (project / "Pulumi.yaml").write_text("name: mine\n")
    (project / "stacks").mkdir()
    (project / "stacks" / "dev.py").write_text("mine = 1\n")
    result = run("init")
    assert result.exit_code == 1
    assert "Pulumi.yaml, stacks/dev.py" in " ".join(result.stderr.split())
    assert sorted(each.name for each in project.rglob("*") if each.is_file()) == ["Pulumi.yaml", "dev.py"]
    assert (project / "Pulumi.yaml").read_text() == "name: mine\n"


def test_it_makes_the_folder_and_says_what_it_wrote(project: Path) -> None:
    said = as_json("init", "new/shop")
    assert said["name"] == "shop"
    assert all((project / "new/shop" / each).is_file() for each in said["files"])


@pytest.mark.parametrize("name", ["Shop", "7shop", "shop_1", "-shop", "shop-", "s" * 41, "${PROJECT}"])
def test_a_name_that_does_not_fit_is_refused(project: Path, name: str) -> None:
    result = run("init", f"--name={name}")
    assert result.exit_code == 2
    assert "expected a lower-case letter" in " ".join(result.stderr.replace("│", " ").split())
    assert not list(project.iterdir())


@pytest.mark.parametrize(
    ("called", "name"), [("Payments 2", "payments-2"), ("2023_shop", "shop"), ("ünder", "nder"), ("--", "")]
)
def test_the_name_of_a_folder(tmp_path: Path, called: str, name: str) -> None:
    assert template.name_of(tmp_path / called) == name
