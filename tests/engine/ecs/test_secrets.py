"""Secrets without an ARN are looked up by name in AWS Secrets Manager."""

import json

from tests.standin.conftest import Project

from meshwright import Container, Environment, Fargate, Mesh, Secret, Service, provision

from .conftest import NETWORK


def run() -> None:
    secrets = {"DATABASE_URL": Secret("shop/db"), "KEY": Secret("shop/keys", "signing")}
    web = Service("web", Container("shop/web:1", secrets=secrets), port=8080)
    # Its region is the description's, not the provider's own.
    environment = Environment("dev", Mesh("shop", services=[web]), platform=Fargate("us-east-1"))
    provision.MeshEnvironment("dev", environment, platform=provision.Ecs(network=NETWORK))


def test_they_are_found_by_name_in_the_region_of_the_description(project: Project) -> None:
    database = project.standin.secret("shop/db", region="us-east-1")
    keys = project.standin.secret("shop/keys", region="us-east-1")
    project.up(run)
    assert project.preview(run) == {}
    task = json.loads(project.standin.resource("ecs.TaskDefinition", "dev-web-v1-task").inputs["containerDefinitions"])
    secrets = next(each["secrets"] for each in task if each["name"] == "application")
    assert secrets == [
        {"name": "DATABASE_URL", "valueFrom": database},
        {"name": "KEY", "valueFrom": f"{keys}:signing::"},
    ]
    policy = json.loads(project.standin.resource("iam.RolePolicy", "dev-web-execution").inputs["policy"])
    (read,) = [each for each in policy["Statement"] if each["Sid"] == "ReadSecrets"]
    assert read["Resource"] == [database, keys]
    assert not [each for each in policy["Statement"] if "kms:Decrypt" in each["Action"]], "the account's own key"


def test_their_keys_may_be_used(project: Project) -> None:
    """As Secrets Manager names them: an id, and the ARN of an alias, which a policy knows by a condition only."""
    project.standin.secret("shop/db", region="us-east-1", key="0a1b2c3d-0000-4000-8000-000000000000")
    alias = "arn:aws:kms:us-east-1:111122223333:alias/shop"
    project.standin.secret("shop/keys", region="us-east-1", key=alias)
    project.up(run)
    policy = json.loads(project.standin.resource("iam.RolePolicy", "dev-web-execution").inputs["policy"])
    found = {each["Sid"]: each for each in policy["Statement"] if each["Action"] == ["kms:Decrypt"]}
    through = {"kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com", "ssm.us-east-1.amazonaws.com"]}
    here = "arn:aws:kms:us-east-1:111122223333:key"
    assert [(each["Resource"], each["Condition"]) for each in found.values()] == [
        ([f"{here}/0a1b2c3d-0000-4000-8000-000000000000"], {"StringEquals": through}),
        (
            [f"{here}/*"],
            {"StringEquals": through, "ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/shop"}},
        ),
    ]
    assert list(found) == ["DecryptSecrets", "DecryptSecrets1"], "IAM takes each id once"


def test_one_that_is_not_there_ends_the_preview(project: Project) -> None:
    project.standin.secret("shop/db", region="us-east-1")
    project.standin.secret("shop/keys", region="eu-west-1")
    assert "no secret shop/keys in us-east-1" in project.refused(run)
