"""`meshwright doctor --aws`, as a person and a program call it."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.account.doubles import ACCOUNT, Doubles
from tests.account.shop import subnets
from tests.unit.cli.command import LOCAL, PROD, SHOP, cells, ran, run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    stacks = tmp_path / "stacks"
    stacks.mkdir()
    for name, text in {"shop": SHOP, "prod": PROD, "local": LOCAL}.items():
        (stacks / f"{name}.py").write_text(text)
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nstackConfigDir: stacks\n")
    monkeypatch.chdir(tmp_path)
    return stacks


def test_a_table_and_what_was_not_asked(folder: Path, doubles: Doubles) -> None:
    text = ran("doctor", "prod", "--aws")
    assert text.startswith(f"account {ACCOUNT}, eu-west-1, asked as arn:aws:")
    assert cells(text, "Route 53 hosted zones")[1:] == ["2", "2", "3", "500"]
    assert "not asked  image redis:7: only ECR is asked, not docker.io\n" in text
    assert text.endswith("prod: no problems\n")


def test_json_and_the_exit_code(folder: Path, doubles: Doubles) -> None:
    doubles.quotas["L-3032A538"] = 1
    result = run("doctor", "prod", "--aws", "--json")
    assert result.exit_code == 1
    values = json.loads(result.stdout)
    assert (values["stack"], values["ok"], values["account"]) == ("prod", False, ACCOUNT)
    [problem] = values["problems"]
    assert (problem["code"], problem["severity"], problem["path"]) == ("MW501", "error", "platform")
    fargate = next(each for each in values["quotas"] if each["what"] == "Fargate vCPUs")
    assert (fargate["quota"], fargate["allowed"], fargate["has"]) == ("fargate L-3032A538", 1, 0)


def test_advice_is_no_failure(folder: Path, doubles: Doubles) -> None:
    doubles.protection = {"Enabled": True}
    result = run("doctor", "prod", "--aws")
    assert result.exit_code == 0
    assert "advice MW508" in result.stdout


def test_subnets_of_the_stack_and_of_the_command_line(folder: Path, doubles: Doubles, ec2: Any) -> None:
    first, second = subnets(ec2)
    (folder / "Pulumi.prod.yaml").write_text(
        f"config:\n  meshwright:network:\n    vpc: vpc-0123456789abcdef0\n    subnets: [{first}]\n"
        "  meshwright:gateways:\n    public:\n      public: true\n      clients: [10.0.0.0/8, 192.168.0.0/16]\n"
    )
    result = run("doctor", "prod", "--aws")
    assert result.exit_code == 1
    assert "error MW502" in result.stdout
    text = ran("doctor", "prod", "--aws", "--subnet", first, "--subnet", second)
    assert cells(text, "rules of one security group")[1:3] == ["2", "2"]
    assert "the network" not in text


def test_it_says_what_it_can_look_at(folder: Path) -> None:
    result = run("doctor", "prod")
    assert result.exit_code == 2
    assert "--aws" in result.stderr


def test_a_stack_without_an_account(folder: Path, doubles: Doubles) -> None:
    result = run("doctor", "local", "--aws")
    assert result.exit_code == 2
    assert "local runs on local: there is no AWS account to ask" in result.stderr
