"""A platform is one file and a row in the table of each layer: `Nowhere` is added to each, and missed by name before."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from tests.unit import nowhere
from tests.unit.cli.command import run
from tests.unit.nowhere import Nowhere, NowherePlatform, NowhereTarget

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    LambdaFunction,
    Mesh,
    Plan,
    ProblemsFound,
    Service,
    resolve,
    targets,
    validate,
)
from meshwright import plan as plans
from meshwright.description import check
from meshwright.description.check import _adapter as description_adapter
from meshwright.description.environment import Environment as Described
from meshwright.features import Feature
from meshwright.plan.model.platform import PLATFORMS
from meshwright.plan.resolve.platform import RESOLVERS, Resolver
from meshwright.problems import UnknownPlatform
from meshwright.provision import platform as provisioned
from meshwright.targets.support import Declaration, UndeclaredFeature

PUBLIC = Gateway("public", routes=[GatewayRoute("all", to="web")])
MESH = Mesh("shop", services=[Service("web", Container("shop/web"), port=8080)], gateways=[PUBLIC])
NOWHERE: Any = Nowhere()
"""Not a platform that type checkers know."""


def described() -> Environment:
    return Environment("dev", MESH, platform=NOWHERE)


def planned() -> Plan:
    return replace(resolve(Environment("dev", MESH, platform=Fargate("eu-west-1"))), platform=NowherePlatform())


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Callable[[], None]]]:
    """What adds the row of each layer."""
    (one_of,) = get_type_hints(Described, include_extras=True)["platform"].__metadata__
    provision = ("tests.unit.nowhere", "ProvisionNowhere")

    def description() -> None:
        monkeypatch.setitem(one_of.classes, "Nowhere", Nowhere)
        description_adapter.cache_clear()

    yield {
        "description": description,
        "plan": lambda: monkeypatch.setitem(PLATFORMS, "nowhere", NowherePlatform),
        "resolve": lambda: monkeypatch.setitem(RESOLVERS, Nowhere, Resolver(nowhere.resolve_nowhere)),
        "targets": lambda: monkeypatch.setitem(targets.TARGETS, "nowhere", NowhereTarget()),
        "provision": lambda: monkeypatch.setitem(provisioned._ARGUMENTS, "nowhere", provision),
    }
    monkeypatch.undo()
    description_adapter.cache_clear()


def test_the_description_refuses_a_platform_without_a_row(rows: dict[str, Callable[[], None]]) -> None:
    (problem,) = check(described())
    assert (problem.code, problem.path) == ("MW010", ("platform",))
    rows["description"]()
    assert check(described()) == []


def test_resolve_refuses_a_platform_without_a_row(rows: dict[str, Callable[[], None]]) -> None:
    rows["description"]()
    with pytest.raises(UnknownPlatform, match='no row for the platform "Nowhere"; it has Local, Fargate, Ec2'):
        resolve(described())
    rows["resolve"]()
    assert resolve(described()).platform == NowherePlatform()


def test_a_plan_with_a_platform_without_a_row_is_not_printed_or_read(rows: dict[str, Callable[[], None]]) -> None:
    with pytest.raises(Exception, match='no row for the platform "nowhere"; it has local, fargate, ec2'):
        plans.to_yaml(planned())
    text = plans.to_yaml(resolve(Environment("dev", MESH, platform=Fargate("eu-west-1"))))
    text = text.replace("kind: fargate", "kind: nowhere").replace("  region: eu-west-1\n", "")
    with pytest.raises(ValueError, match='no row for the platform "nowhere"'):
        plans.from_yaml(text)
    rows["plan"]()
    assert plans.from_yaml(plans.to_yaml(planned())) == planned()


@pytest.mark.parametrize("ask", [targets.check, targets.network, targets.tasks])
def test_targets_refuse_a_platform_without_a_row(
    ask: Callable[[Plan], object], rows: dict[str, Callable[[], None]]
) -> None:
    with pytest.raises(UnknownPlatform, match='no row for the platform "nowhere"; it has local, fargate, ec2'):
        ask(planned())
    rows["targets"]()
    ask(planned())


def test_provision_refuses_a_platform_without_a_row(rows: dict[str, Callable[[], None]]) -> None:
    with pytest.raises(UnknownPlatform, match='no row for the platform "nowhere"'):
        provisioned.argument(planned(), None)
    rows["provision"]()
    assert type(provisioned.argument(planned(), None)).__name__ == "ProvisionNowhere"


def test_a_platform_with_a_row_in_every_table_is_validated(rows: dict[str, Callable[[], None]]) -> None:
    for add in rows.values():
        add()
    plan, problems = validate(described())
    assert plan is not None
    assert problems == []
    assert plans.from_yaml(plans.to_yaml(plan)) == plan
    function = Mesh("shop", services=[Service("web", LambdaFunction("arn:aws:lambda:x"), port=8080)], gateways=[PUBLIC])
    _, problems = validate(Environment("dev", function, platform=NOWHERE))
    assert [each.code for each in problems] == ["MW301"]


def test_a_target_that_does_not_declare_a_feature_is_refused(
    rows: dict[str, Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows["targets"]()
    monkeypatch.setattr(NowhereTarget, "features", Declaration("nowhere", frozenset(Feature) - {Feature.LAMBDA}, {}))
    with pytest.raises(UndeclaredFeature, match='"nowhere" does not declare whether it supports the feature "lambda"'):
        targets.check(planned())


STACK = """
from meshwright import *
from tests.unit.nowhere import Nowhere

web = Service("web", Container("shop/web"), port=8080)
public = Gateway("public", routes=[GatewayRoute("all", to=web)])
environment = Environment("dev", Mesh("shop", services=[web], gateways=[public]), platform=Nowhere())
"""


def test_the_command_line_needs_no_row_of_its_own(rows: dict[str, Callable[[], None]], tmp_path: Path) -> None:
    (tmp_path / "nowhere.py").write_text(STACK)
    stacks = ("--stacks", str(tmp_path))
    assert "error MW010" in run("check", "nowhere", *stacks).output
    for add in rows.values():
        add()
    assert run("check", "nowhere", *stacks).exit_code == 0
    assert "kind: nowhere" in run("show", "nowhere", *stacks).output
    refused = run("send", "nowhere", *stacks)
    assert refused.exit_code == 2
    assert "--url" in refused.output


def test_no_kind_is_compared_outside_of_the_tables() -> None:
    root = Path(plans.__file__).parents[1]
    found = [path for path in root.rglob("*.py") if "platform.kind ==" in path.read_text()]
    found += [path for path in root.rglob("*.py") if "platform.kind !=" in path.read_text()]
    assert found == []


def test_problems_found_is_what_validation_of_an_unknown_platform_raises() -> None:
    with pytest.raises(ProblemsFound):
        resolve(described())
