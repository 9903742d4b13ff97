"""What is asked at all: only reading, only what the documentation lists, and the rest goes on if one answer is refused."""

import json
import re
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import NoCredentialsError
from tests.account.doubles import ACCOUNT, Doubles
from tests.account.shop import REGION, asked, plan, subnets

from meshwright import Ec2, Images, ProblemsFound, Tracing
from meshwright.account import ACTIONS, Account, Placement, examine
from meshwright.problems import errors

ROOT = Path(__file__).parents[2]
PREFIX = {"elbv2": "elasticloadbalancing", "service-quotas": "servicequotas"}


def ask_everything(doubles: Doubles) -> None:
    """Two environments that together touch every question."""
    boto3.client("ecs", region_name=REGION).create_cluster(clusterName="theirs")
    both = subnets(boto3.client("ec2", region_name=REGION))
    doubles.never_changed.add("L-3032A538")
    doubles.called.clear()
    images = Images(f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com")
    asked(plan(tracing=Tracing("5%"), images=images), Placement(subnets=both, cluster="theirs"))
    doubles.never_changed.clear()
    asked(plan("dev"))
    asked(plan("dev", platform=Ec2(REGION)))


def test_every_call_only_reads(doubles: Doubles) -> None:
    ask_everything(doubles)
    assert doubles.called
    assert not [each for _, each in doubles.called if not each.startswith(("Describe", "Get", "List"))]


def test_the_table_of_actions_is_what_is_called(doubles: Doubles) -> None:
    ask_everything(doubles)
    assert {f"{PREFIX.get(service, service)}:{operation}" for service, operation in doubles.called} == ACTIONS.keys()


def test_the_documentation_lists_them_as_a_policy() -> None:
    page = (ROOT / "docs" / "doctor.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    policy = next(json.loads(each) for each in blocks if '"Statement"' in each)
    [statement] = policy["Statement"]
    assert statement["Action"] == sorted(ACTIONS)
    assert (statement["Effect"], statement["Resource"]) == ("Allow", "*")


@pytest.mark.parametrize("operation", ["create_vpc", "delete_vpc", "run_instances", "describe_instances"])
def test_an_action_outside_of_the_table_is_refused(doubles: Doubles, operation: str) -> None:
    account = Account(REGION)
    with pytest.raises(ValueError, match="not in the table"):
        account.call("ec2", operation)
    assert doubles.called == []


@pytest.mark.parametrize(
    "action",
    [
        "ec2:DescribeSubnets",
        "ecr:DescribeImages",
        "servicediscovery:ListNamespaces",
        "servicequotas:GetServiceQuota",
        "xray:GetTraceSegmentDestination",
    ],
)
def test_one_refusal_is_one_finding_and_the_others_go_on(doubles: Doubles, action: str) -> None:
    doubles.refused = {action.partition(":")[2]}
    both = subnets(boto3.client("ec2", region_name=REGION))
    doubles.protection = {"Enabled": True}
    images = Images(f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com")
    report = asked(plan(tracing=Tracing("5%"), images=images), Placement(subnets=both))
    [problem] = [each for each in report.problems if each.code == "MW510"]
    assert problem.found.startswith(f"{action} is not permitted to arn:aws:")
    assert problem.fix == f"permit {action}, or ask somebody who may"
    assert "MW508" in {each.code for each in report.problems}
    assert [each.quota.what for each in report.rows if each.limit is not None]


def test_who_may_ask_nothing_learns_what_to_ask_for(doubles: Doubles) -> None:
    doubles.refused = {action.partition(":")[2] for action in ACTIONS} - {"GetCallerIdentity"}
    report = asked(plan("dev", platform=Ec2(REGION)), Placement(subnets=["subnet-01234567"]))
    assert {each.code for each in report.problems} == {"MW510"}
    assert not errors(report.problems)
    asked_for = {each.found.partition(" ")[0] for each in report.problems}
    assert asked_for <= ACTIONS.keys()
    assert {"ec2:DescribeSubnets", "iam:GetAccountSummary", "servicequotas:GetServiceQuota"} <= asked_for


def test_a_refusal_names_everything_that_it_hides(doubles: Doubles) -> None:
    doubles.refused = {"GetServiceQuota"}
    [problem] = [each for each in asked(plan()).problems if each.code == "MW510"]
    assert "the quota for Fargate vCPUs, " in problem.expected
    assert re.search(r", and \d+ more$", problem.expected)


def test_without_credentials_there_is_one_problem(doubles: Doubles, monkeypatch: pytest.MonkeyPatch) -> None:
    def without(*arguments: object, **others: object) -> None:
        raise NoCredentialsError

    monkeypatch.setattr(Account, "call", without)
    with pytest.raises(ProblemsFound) as raised:
        examine(plan(), Placement())
    [problem] = raised.value.problems
    assert problem.code == "MW511"
    assert problem.found == "Unable to locate credentials"
    assert problem.place is not None
