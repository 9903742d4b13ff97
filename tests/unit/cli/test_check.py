"""`meshwright check`, and what all verbs share."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.unit.cli.command import as_json, ran, run


def test_check_a_right_stack() -> None:
    assert ran("check", "prod") == "prod: no problems (5 virtual services, 6 virtual nodes, 1 virtual gateway)\n"


def test_check_says_everything_at_once() -> None:
    result = run("check", "wrong", "prod", "nobody")
    assert result.exit_code == 1
    assert '"alow"' in result.stdout
    assert "retry" in result.stdout
    assert "2 errors" in result.stdout
    assert "prod: no problems" in result.stdout
    assert "MW001" in result.stdout


def test_check_advice_lets_pass() -> None:
    text = ran("check", "advice")
    assert "advice MW207" in text
    assert "error" not in text


def test_check_all() -> None:
    result = run("check", "--all", "--json")
    found = json.loads(result.stdout)
    assert [(each["stack"], each["ok"]) for each in found] == [
        ("advice", True),
        ("local", True),
        ("prod", True),
        ("wrong", False),
    ]
    assert result.exit_code == 1
    problem = found[3]["problems"][0]
    assert (problem["severity"], problem["file"]) == ("error", str(Path.cwd().parents[1] / "stacks" / "shop.py"))


@pytest.mark.parametrize(
    "arguments", [["check"], ["check", "prod", "--all"], ["check", "prod", "--nonsense"], ["chekc"]]
)
def test_not_understood(arguments: Sequence[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_settings_win_over_the_file(folder: Path) -> None:
    (folder / "Pulumi.prod.yaml").write_text("config:\n  shop:canary: 30\n")
    weights = [each["weight"] for each in as_json("show", "prod")["virtual_routers"][1]["routes"][1]["targets"]]
    assert weights == [70, 30]
    shown = as_json("show", "prod", "--set", "canary=40")
    assert [each["weight"] for each in shown["virtual_routers"][1]["routes"][1]["targets"]] == [60, 40]


@pytest.mark.parametrize("value", ["canary", "=1"])
def test_a_setting_is_name_and_value(value: str) -> None:
    assert run("check", "prod", "--set", value).exit_code == 2


def test_another_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert run("check", "prod").exit_code == 2
    assert run("check", "prod", "--stacks", str(folder)).exit_code == 0
    assert run("check", "prod", "--stacks", str(folder / "none")).exit_code == 2


@pytest.mark.parametrize(
    "verb", [["show"], ["envoy", "web-v1"], ["explain", "/"], ["graph"], ["send"], ["local", "up"]]
)
def test_problems_go_to_standard_error(verb: list[str]) -> None:
    at = 2 if verb[0] == "local" else 1
    result = run(*verb[:at], "wrong", *verb[at:])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "2 errors" in result.stderr
    assert "Traceback" not in result.stderr
