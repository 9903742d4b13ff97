"""Every IAM policy, by somebody else's list: actions that exist, on the kinds of resources that they have.

The list is cfn-lint's, made from AWS's Service Authorization Reference.
"""

import json
import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pulumi
from tests.standin.conftest import Project

from meshwright import (
    AppConfig,
    Container,
    Ec2,
    Environment,
    Gateway,
    GatewayRoute,
    Mesh,
    Secret,
    Service,
    Task,
    provision,
)

from .conftest import ONE

KNOWN = json.loads(files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json").read_text())

ECR = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"
KEY = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"

PARTS = {"${Partition}": "aws[a-z-]*", "${Region}": "[a-z0-9-]+", "${Account}": "[0-9]{12}"}

REMAINING = {
    ("dev-mesh-appconfig", "cloudwatch:DescribeAlarms has resources, and gets *"): (
        "AppConfig's manual requires it of all alarms"
    ),
}
"""The objections that stay, each with its reason."""


def everything() -> None:
    """A mesh whose roles have every kind of statement."""
    db = Container(f"{ECR}/db:1", secrets={"URL": Secret("shop/db")})
    services = [
        Service("db", db, port=8080),
        Service("web", Container(f"{ECR}/web:1"), port=8080, calls=["db"]),
    ]
    mesh = Mesh("shop", services=services, gateways=[Gateway("public", routes=[GatewayRoute("all", to="web")])])
    platform = Ec2("eu-west-1", tasks={"*": Task(cpu=0.5, memory="1GiB", scale=ONE)})
    delivery = AppConfig(over="10m", step=20, bake="10m")
    override = provision.Override(
        image=pulumi.Output.from_input(f"{ECR}/web:2"),
        secrets={"KEY": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/key-AbCdEf"},
        volumes={
            "/data": provision.EfsVolume("fs-0a1b2c3d", access_point="fsap-0a1b2c3d"),
            "/more": provision.EfsVolume("fs-0a1b2c3d", access_point="fsap-1a1b2c3d"),
            "/read": provision.EfsVolume("fs-1a1b2c3d", read_only=True),
        },
        kms_key=KEY,
    )
    provision.MeshEnvironment(
        "dev",
        Environment("dev", mesh, platform=platform, delivery=delivery),
        platform=provision.Ecs(
            overrides={"web-v1": override},
            secrets={"shop/db": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf"},
        ),
    )


def test_actions_exist_and_reach_only_what_they_must(project: Project) -> None:
    project.up(everything)
    policies = {each.name: json.loads(each.inputs["policy"]) for each in project.standin.resources("iam.RolePolicy")}
    statements = [(name, each) for name, whole in policies.items() for each in whole["Statement"]]
    assert len(statements) > 15
    assert {(name, said) for name, each in statements for said in objections(each)} == set(REMAINING)
    for name, whole in policies.items():
        sids = [each["Sid"] for each in whole["Statement"]]
        assert len(set(sids)) == len(sids), f"{name}: IAM refuses a statement id that occurs twice"


def test_the_list_finds_something() -> None:
    assert list(objections({"Action": ["s3:GetObjekt"], "Resource": ["*"]})) == ["s3:GetObjekt does not exist"]
    assert list(objections({"Action": ["s3:GetObject"], "Resource": ["*"]})) == [
        "s3:GetObject has resources, and gets *"
    ]
    wrong = {"Action": ["ecr:BatchGetImage"], "Resource": ["arn:aws:s3:::bundles/dev/web"]}
    assert list(objections(wrong)) == ["arn:aws:s3:::bundles/dev/web is of no kind for ecr:BatchGetImage"]


def objections(statement: dict[str, Any]) -> Iterator[str]:
    kinds: dict[str, list[str]] = {}
    for action in statement["Action"]:
        service, _, name = action.partition(":")
        found = KNOWN.get(service, {}).get("Actions", {}).get(name.lower())
        if found is None:
            yield f"{action} does not exist"
        else:
            kinds[action] = [_pattern(service, each) for each in found.get("Resources", [])]
            if kinds[action] and "*" in statement["Resource"]:
                yield f"{action} has resources, and gets *"
    # A statement may have actions on several kinds: each resource must be one of them, as each action must find its own.
    for resource in statement["Resource"]:
        if resource != "*" and not any(_is(resource, each) for every in kinds.values() for each in every):
            yield f"{resource} is of no kind for {', '.join(kinds)}"
    for action, patterns in kinds.items():
        if (
            patterns
            and len(kinds) > 1
            and not any(_is(each, one) for each in statement["Resource"] for one in patterns)
        ):
            yield f"{action} has none of its resources"


def _pattern(service: str, kind: str) -> str:
    found = "|".join(KNOWN[service]["Resources"][kind.lower()]["ARNFormats"])
    for name, pattern in PARTS.items():
        found = found.replace(name, pattern)
    return found


def _is(resource: str, pattern: str) -> bool:
    """Whether an ARN, perhaps with a * at its end, is of a kind."""
    return re.fullmatch(pattern, resource) is not None
