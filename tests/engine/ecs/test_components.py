"""Each component by itself, and platforms other than the first."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws
from tests.standin.conftest import Project

from meshwright import (
    Container,
    Ec2,
    Fargate,
    Gateway,
    GatewayRoute,
    Given,
    Inline,
    Mesh,
    Secret,
    Service,
    Task,
    provision,
)

from .conftest import ONE, cloud, described, program, said

ROLE = "arn:aws:iam::111122223333:role/own"


def small(region: str = "eu-west-1") -> Mesh:
    inventory = Service(
        "inventory",
        Container(Given("image"), environment={"HOST": Given("host")}, secrets={"URL": Secret("shop/db")}),
        port=8080,
    )
    web = Service("web", Container("shop/web", environment={"A": "${B}"}), port=8080, calls=[inventory])
    return Mesh("shop", services=[web, inventory], gateways=[Gateway("public", routes=[GatewayRoute("shop", to=web)])])


def test_what_the_description_leaves_open_is_filled_in(project: Project) -> None:
    repository = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/inventory"
    secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-AbCdEf"

    def run() -> None:
        override = provision.Override(
            image=pulumi.Output.from_input(f"{repository}:2"),
            environment={"MODE": pulumi.Output.from_input("fast")},
            secrets={"KEY": f"{secret}:key::"},
            statements=[
                {"Sid": "Own", "Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::own/*"]}
            ],
        )
        provision.MeshEnvironment(
            "dev",
            described(mesh=small()),
            platform=provision.Ecs(
                overrides={"web-v1": override},
                givens={"image": pulumi.Output.from_input(f"{repository}@sha256:{'0' * 64}"), "host": "db.example"},
                secrets={"shop/db": secret},
            ),
        )

    project.up(run)
    inventory = _containers(project, "dev-inventory-v1-task")["application"]
    assert inventory["image"] == f"{repository}@sha256:{'0' * 64}"
    assert {"name": "HOST", "value": "db.example"} in inventory["environment"]
    assert inventory["secrets"] == [{"name": "URL", "valueFrom": secret}]
    web = _containers(project, "dev-web-v1-task")["application"]
    assert web["image"] == f"{repository}:2"
    assert {"name": "A", "value": "${B}"} in web["environment"], "what people write themselves stays"
    assert {"name": "MODE", "value": "fast"} in web["environment"]
    assert web["secrets"] == [{"name": "KEY", "valueFrom": f"{secret}:key::"}]
    policy = json.loads(project.standin.resource("iam.RolePolicy", "dev-web-v1").inputs["policy"])
    assert [each["Sid"] for each in policy["Statement"]] == ["ReadBundle", "Own"]
    reads = project.standin.resource("appconfig.Deployment", "dev-web-v1-deployment").inputs
    assert policy["Statement"][0]["Resource"] == [
        f"arn:aws:appconfig:eu-west-1:111122223333:application/{reads['applicationId']}"
        f"/environment/{reads['environmentId']}/configuration/{reads['configurationProfileId']}"
    ], "who may do more has a role of its own, and reads its own bundle only"
    pulled = _statements(project, "dev-web-v1-execution")["PullOwnImage"]
    assert pulled == ["arn:aws:ecr:eu-west-1:111122223333:repository/inventory"], "the override's own image"
    pulled = _statements(project, "dev-inventory-execution")["PullImages"]
    assert pulled == ["arn:aws:ecr:eu-west-1:111122223333:repository/inventory"], "the Given's"
    roles = {row.name for row in project.standin.resources("iam.Role") if "-web-" in row.inputs["name"]}
    assert roles == {"dev-web-v1", "dev-web-execution"}, "and nobody is left for the service's"
    shared = json.loads(project.standin.resource("iam.RolePolicy", "dev-inventory-task").inputs["policy"])
    own = project.standin.resource("appconfig.Application", "dev-inventory-application").outputs["id"]
    assert [each["Resource"] for each in shared["Statement"]] == [
        [f"arn:aws:appconfig:eu-west-1:111122223333:application/{own}/*"]
    ]
    assert project.preview(run) == {}


def test_on_machines_of_its_own(project: Project) -> None:
    platform = Ec2("eu-west-1", tasks={"*": Task(cpu=0.5, memory="1GiB", scale=ONE)}, architecture="arm")
    run = program(environment=described(platform=platform))
    project.up(run)
    assert project.preview(run) == {}
    service = project.standin.resource("ecs.Service", "dev-checkout-v1-service").inputs
    provider = project.standin.resource("ecs.CapacityProvider", "dev-capacity-machines").outputs["name"]
    assert [each["capacityProvider"] for each in service["capacityProviderStrategies"]] == [provider]
    assert service["orderedPlacementStrategies"][0]["field"] == "attribute:ecs.availability-zone"
    assert "launchType" not in service
    definition = project.standin.resource("ecs.TaskDefinition", "dev-checkout-v1-task").inputs
    assert not {"cpu", "memory"} & definition.keys(), "what a task reserves is no limit"
    assert sum(each["memoryReservation"] for each in json.loads(definition["containerDefinitions"])) == 1024
    machines = project.standin.resource("ec2.LaunchTemplate", "dev-capacity-machines").inputs
    assert "/arm64/" in machines["imageId"]
    assert machines["instanceType"] == "m7g.large", "t4g has no trunking: room for two tasks"
    assert [each["ebs"]["encrypted"] for each in machines["blockDeviceMappings"]] == ["true"]
    project.destroy(run)
    assert project.standin.resources() == []


def test_without_appconfig_a_change_replaces_the_callers_tasks_and_says_so(project: Project) -> None:
    def run(weights: dict[str, int]) -> Any:
        return program(environment=described(weights=weights, delivery=Inline()))

    project.up(run({"v1": 90, "v2": 10}))
    made = {each.name: each for each in project.standin.events("create", "ecs.Service")}
    assert made["dev-checkout-v1-service"].time <= made["dev-web-v1-service"].started
    assert not project.standin.resources("appconfig.Application")
    assert not project.standin.resources("s3.Bucket")
    assert cloud(project.preview(run({"v1": 75, "v2": 25}))) == {
        "Service dev-web-v1-service": "update",
        "TaskDefinition dev-web-v1-task": "delete-replaced",
    }
    assert "a change of it replaces the tasks of the callers" in said(project, run({"v1": 75, "v2": 25}))


def test_two_regions_in_one_program(project: Project) -> None:
    def run() -> None:
        for region, vpc in (("eu-west-1", "vpc-0a1b2c3d"), ("us-east-1", "vpc-1a1b2c3d")):
            name = f"dev-{region}"
            provision.MeshEnvironment(
                name,
                described(name, platform=Fargate(region)),
                platform=provision.Ecs(
                    cluster=aws.ecs.Cluster(name, name="shop", region=region).name,
                    network=provision.Network(vpc, ["subnet-0a1b2c3d"]),
                ),
            )

    project.up(run)
    assert project.preview(run) == {}
    regions = {row.region for row in project.standin.resources("ecs.Service")}
    assert regions == {"eu-west-1", "us-east-1"}


def test_one_node_by_hand_and_a_sidecar_beside_a_task_of_ones_own(project: Project) -> None:
    def run() -> None:
        network = provision.Network("vpc-0a1b2c3d", ["subnet-0a1b2c3d"])
        cluster = aws.ecs.Cluster("shop", name="shop")
        foundation = provision.MeshFoundation("shop", described(), network=network, cluster=cluster.arn)
        inventory = provision.VirtualService("inventory", foundation, "inventory")
        assert inventory.shared is not None
        node = provision.VirtualNode("inventory-v1", foundation, "inventory-v1", shared=inventory.shared)
        web = provision.VirtualService("web", foundation, "web")
        assert web.shared is not None
        sidecar = provision.EnvoySidecar("web", foundation, "web-v1", shared=web.shared, after=[node.service])
        own: list[dict[str, Any]] = [
            {"name": "application", "image": "web:1", "essential": True},
            {"name": "cache", "image": "redis:7"},
        ]
        pulumi.export("containers", sidecar.beside(own))
        alarm = provision.RollbackAlarm(
            "errors", region="eu-west-1", namespace="Shop", metric="Errors", above=5, tags=foundation.tags()
        )
        pulumi.export("alarm", alarm.arn)

    outputs = project.outputs_after_up(run)
    containers = {each["name"]: each for each in outputs["containers"].value}
    assert sorted(containers) == ["agent", "appconfig-agent", "application", "cache", "drain", "envoy", "init"]
    for name in ("application", "cache"):
        assert containers[name]["dependsOn"] == [{"containerName": "agent", "condition": "HEALTHY"}]
    assert containers["application"]["image"] == "web:1"
    alarm = project.standin.resource("cloudwatch.MetricAlarm", "errors-alarm")
    assert alarm.inputs["treatMissingData"] == "notBreaching"
    assert {row.name for row in project.standin.resources("ecs.Service")} == {"inventory-v1-service"}


def _statements(project: Project, name: str) -> dict[str, list[str]]:
    """The resources of each statement of a role's policy, by its id."""
    policy = json.loads(project.standin.resource("iam.RolePolicy", name).inputs["policy"])
    return {each["Sid"]: each["Resource"] for each in policy["Statement"]}


def _containers(project: Project, task: str) -> dict[str, Any]:
    text = project.standin.resource("ecs.TaskDefinition", task).inputs["containerDefinitions"]
    return {each["name"]: each for each in json.loads(text)}
