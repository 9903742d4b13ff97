"""`platform=provision.Ecs(...)` or `provision.Local(...)`: one argument, which must fit the description's platform."""

from dataclasses import replace
from typing import Any, assert_type

import pulumi
import pytest
from tests.unit.cli.test_extras import run
from tests.unit.nowhere import NowherePlatform

from meshwright import Ec2, Environment, Fargate, Local, Mesh, Plan, Process, Service, provision, resolve
from meshwright.problems import UnknownPlatform
from meshwright.provision.platform import argument

WEB = Mesh("shop", services=[Service("web", Process(["web"]), port=8080)])


def planned(platform: Fargate | Ec2 | Local) -> Plan:
    return resolve(Environment("dev", WEB, platform=platform))


LOCAL, FARGATE, EC2 = planned(Local()), planned(Fargate("eu-west-1")), planned(Ec2("eu-west-1"))


@pytest.mark.parametrize(
    ("plan", "fits", "other"),
    [
        (LOCAL, provision.Local(), provision.Ecs()),
        (FARGATE, provision.Ecs(), provision.Local()),
        (EC2, provision.Ecs(), provision.Local()),
    ],
    ids=["local", "fargate", "ec2"],
)
def test_only_the_argument_of_the_platform_is_taken(
    plan: Plan, fits: provision.Platform[Any], other: provision.Platform[Any]
) -> None:
    assert argument(plan, fits) is fits
    assert argument(plan, None) == fits, "absent: everything is left out"
    with pytest.raises(pulumi.RunError) as caught:
        argument(plan, other)
    said = str(caught.value)
    assert "error MW403" in said
    assert f"provision.{type(other).__name__}(...)" in said
    assert f"platform=provision.{type(fits).__name__}(...)" in said


WRONG: dict[str, Any] = {
    "network": "vpc-1",
    "overrides": ["web"],
    "gateways": {"public": "internet"},
    "givens": "x",
    "secrets": ["arn"],
    "alarms": "arn:aws:cloudwatch:x",
    "redeploy": "web",
    "maximum_percent": 100,
}


@pytest.mark.parametrize("name", WRONG)
def test_an_argument_of_another_kind_is_refused(name: str) -> None:
    with pytest.raises(pulumi.RunError) as caught:
        provision.Ecs(**{name: WRONG[name]}).prepare("m", FARGATE, None)
    said = str(caught.value)
    assert "error MW402" in said
    assert f"write {name}=" in said


def test_a_platform_without_components_is_refused() -> None:
    nowhere = replace(LOCAL, platform=NowherePlatform())
    with pytest.raises(UnknownPlatform, match=r'provision.platform has no row for the platform "nowhere"'):
        argument(nowhere, None)


MADE_OF = """
from meshwright import Environment, Fargate, Local, Mesh, Process, Service, resolve
from meshwright.provision.platform import argument
mesh = Mesh("shop", services=[Service("web", Process(["web"]), port=8080)])
argument(resolve(Environment("dev", mesh, platform={platform})), None)
"""


@pytest.mark.parametrize(
    ("platform", "installed", "missing"), [("Local()", "aws", "local"), ("Fargate('eu-west-1')", "local", "aws")]
)
def test_a_platform_whose_extra_is_missing_is_refused_in_words(platform: str, installed: str, missing: str) -> None:
    done = run(MADE_OF.format(platform=platform), extras=(installed,))
    assert f"pulumi.errors.RunError: a mesh for {platform.partition('(')[0].lower()}: " in done.stderr
    assert f"is not installed: pip install 'meshwright[{missing}]'" in done.stderr
    assert not run(MADE_OF.format(platform=platform), extras=(missing,)).stderr


def typed(environment: Environment) -> None:
    """Not called: mypy checks it. Outputs have the type of the platform, and a wrong name is an error."""
    on_ecs = provision.MeshEnvironment("shop", environment, platform=provision.Ecs(cluster="shop"))
    assert_type(on_ecs.outputs.security_group, pulumi.Output[str])
    print(on_ecs.outputs.securty_group)  # type: ignore[attr-defined]
    print(on_ecs.securty_group)  # type: ignore[attr-defined]
    local = provision.MeshEnvironment("shop", environment, platform=provision.Local())
    assert_type(local.outputs, provision.LocalOutputs)
    print(local.outputs.security_group)  # type: ignore[attr-defined]
    assert_type(provision.MeshEnvironment("shop", environment).outputs, provision.Outputs)
    provision.Ecs(netwrk=None)  # type: ignore[call-arg]
