"""Who may do what: roles, the bucket, the way out of a task."""

import json

from tests.standin.conftest import Project

from meshwright import Container, Environment, Fargate, Mesh, Service, provision

from .conftest import NETWORK, program

OWN_TASKS = {
    "StringEquals": {"aws:SourceAccount": "111122223333"},
    "ArnLike": {"aws:SourceArn": "arn:aws:ecs:eu-west-1:111122223333:*"},
}


def test_tasks_of_this_account_only_and_tls_only(project: Project) -> None:
    project.up(program())
    roles = {row.name: json.loads(row.inputs["assumeRolePolicy"]) for row in project.standin.resources("iam.Role")}
    conditions = {name: each["Statement"][0].get("Condition") for name, each in roles.items()}
    tasks = {name for name in conditions if name.endswith("-task")}
    assert tasks == {"dev-web-task", "dev-checkout-task", "dev-inventory-task", "dev-public-task"}
    assert all(conditions[name] == OWN_TASKS for name in tasks)
    assert {name for name, each in conditions.items() if each is None} == {
        *(name.replace("-task", "-execution") for name in tasks),
        "dev-mesh-appconfig",
    }, "documented for task roles only"
    policy = json.loads(project.standin.resource("s3.BucketPolicy", "dev-mesh-bundles").inputs["policy"])
    (statement,) = policy["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert project.standin.resource("ecs.Cluster", "dev-cluster").inputs["settings"] == [
        {"name": "containerInsights", "value": "disabled"}
    ]


def test_with_egress_deny_nothing_leaves_that_envoy_does_not_see(project: Project) -> None:
    def run(egress: str) -> None:
        web = Service("web", Container("shop/web:1"), port=8080)
        mesh = Mesh("shop", services=[web], egress="allow" if egress == "allow" else "deny")
        network = NETWORK
        environment = Environment("dev", mesh, platform=Fargate("eu-west-1"))
        provision.MeshEnvironment("dev", environment, platform=provision.Ecs(network=network, container_insights=True))

    project.up(lambda: run("deny"))
    assert _egress(project) == [("tcp", 0, 65535), ("udp", 53, 53)]
    settings = project.standin.resource("ecs.Cluster", "dev-cluster").inputs["settings"]
    assert settings == [{"name": "containerInsights", "value": "enabled"}]
    assert project.preview(lambda: run("allow"))["SecurityGroup dev-mesh-tasks"] == "update"
    project.up(lambda: run("allow"))
    assert _egress(project) == [("-1", 0, 0)]


def _egress(project: Project) -> list[tuple[str, int, int]]:
    rules = project.standin.resource("ec2.SecurityGroup", "dev-mesh-tasks").inputs["egress"]
    return [(each["protocol"], each["fromPort"], each["toPort"]) for each in rules]
