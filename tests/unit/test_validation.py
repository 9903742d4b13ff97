"""validate: form, references, checks and the platform, one after the other."""

from collections.abc import Iterable
from typing import Any

import pytest

from meshwright import (
    Container,
    Environment,
    Fargate,
    LambdaFunction,
    Local,
    Mesh,
    Plan,
    Problem,
    Process,
    Retry,
    Route,
    Service,
    Severity,
    validate,
)
from meshwright.problems import errors


def environment(*services: Service, platform: Any = None) -> Environment:
    return Environment("test", Mesh("shop", services=services), platform=platform or Fargate("eu-west-1"))


def web(**more: Any) -> Service:
    return Service("web", Container("web"), **{"port": 8080, "calls": ["api"], **more})


def api(**more: Any) -> Service:
    return Service("api", Container("api"), **{"port": 8080, "calls": ["web"], **more})


def test_a_description_without_problems_has_a_plan() -> None:
    plan, problems = validate(environment(web(), api()))
    assert isinstance(plan, Plan)
    assert problems == []


@pytest.mark.parametrize(
    ("described", "codes"),
    [
        pytest.param(
            environment(web(port="x"), api(calls=["nobody"])), ["MW010", "MW102"], id="form, and names beside it"
        ),
        pytest.param(
            environment(web(timeout=5, versions="v2", routes=[Route("main", to="v2")])),
            ["MW012", "MW017"],
            id="no names where a list of them is wrong",
        ),
        pytest.param(
            environment(web(calls=["nobody"]), api(routes=[Route("main", to={"v1": 50})])),
            ["MW202", "MW102"],
            id="then references, with the advice found on the way",
        ),
        pytest.param(
            environment(web(), api(calls=[], retry=Retry(9, per_try="10s")), Service("alone", Process(["x"]), port=1)),
            ["MW204", "MW207", "MW301"],
            id="then the platform, with the advice of the checks",
        ),
    ],
)
def test_each_step_reports_all_that_it_finds_and_the_first_with_errors_is_the_last(
    described: Environment, codes: list[str]
) -> None:
    plan, problems = validate(described)
    assert plan is None
    assert {problem.code for problem in problems} == set(codes)


def test_advice_does_not_cost_the_plan() -> None:
    plan, problems = validate(environment(web(), api(), Service("alone", Container("x"), port=1)))
    assert plan is not None
    assert [(each.code, each.severity) for each in problems] == [("MW207", Severity.ADVICE)]


def test_a_target_of_ones_own_takes_the_place_of_the_platform_s() -> None:
    described = environment(web(), api(), Service("alone", Process(["x"]), port=1))
    seen: list[Plan] = []

    def none(plan: Plan) -> Iterable[Problem]:
        seen.append(plan)
        return ()

    plan, problems = validate(described, target=none)
    assert seen == [plan]
    assert not errors(problems)


def test_this_machine_supports_less_than_ecs() -> None:
    function = Service("fn", LambdaFunction("arn:aws:lambda:eu-west-1:1:function:fn"), port=443)
    plan, problems = validate(environment(web(calls=["fn"]), function, platform=Local({"*": Process(["serve"])})))
    assert plan is None
    assert "MW301" in {problem.code for problem in problems}
