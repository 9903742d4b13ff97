"""Settings of the account: asked only if the plan uses what they are about."""

import pytest
from tests.account.doubles import Doubles
from tests.account.shop import REGION, asked, plan

from meshwright import Ec2, Inline, Tracing
from meshwright.plan import Plan


def codes(plan: Plan) -> set[str]:
    return {each.code for each in asked(plan).problems}


@pytest.mark.parametrize(
    ("tracing", "word"),
    [
        ({"Destination": "XRay", "Status": "ACTIVE"}, "is off"),
        ({"Destination": "CloudWatchLogs", "Status": "PENDING"}, "still being switched on"),
    ],
)
def test_traces_need_transaction_search(doubles: Doubles, tracing: dict[str, str], word: str) -> None:
    doubles.tracing = tracing
    [problem] = [each for each in asked(plan(tracing=Tracing("5%"))).problems if each.code == "MW507"]
    assert word in problem.found


def test_without_tracing_nobody_asks_for_it(doubles: Doubles) -> None:
    doubles.tracing = {"Destination": "XRay", "Status": "ACTIVE"}
    assert "MW507" not in codes(plan())
    assert ("xray", "GetTraceSegmentDestination") not in doubles.called
    doubles.tracing = {"Destination": "CloudWatchLogs", "Status": "ACTIVE"}
    assert "MW507" not in codes(plan(tracing=Tracing("5%")))


def test_protection_against_deletion(doubles: Doubles) -> None:
    assert "MW508" not in codes(plan())
    doubles.protection = {"Enabled": True, "ProtectionPeriodInMinutes": 90}
    [problem] = [each for each in asked(plan()).problems if each.code == "MW508"]
    assert problem.found == "AppConfig's deletion protection is on, for 90 minutes"
    assert "MW508" not in codes(plan(delivery=Inline()))


def test_trunking_matters_on_ec2_only(doubles: Doubles) -> None:
    doubles.trunking = "disabled"
    assert "MW509" in codes(plan(platform=Ec2(REGION)))
    assert "MW509" not in codes(plan())
    doubles.trunking = "enabled"
    assert "MW509" not in codes(plan(platform=Ec2(REGION)))
