"""A program's whole life through the real engine: up, preview, change, refresh, destroy."""

import json
from functools import partial

import pulumi
import pulumi_aws as aws

from .conftest import Project
from .programs import TRUST, allow, service


def test_up_change_refresh_destroy(project: Project) -> None:
    standin = project.standin
    assert set(project.preview(service).values()) == {"create"}
    assert not standin.events(), "a preview makes nothing"

    outputs = project.outputs_after_up(service)
    assert outputs["service"].value == "arn:aws:ecs:eu-west-1:111122223333:service/shop/app"
    assert outputs["task"].value == "arn:aws:ecs:eu-west-1:111122223333:task-definition/app:1"
    assert project.preview(service) == {}

    changed = partial(service, image="shop/app:2")
    steps = [each for each in project.history(changed) if each[1] != "same"]
    assert sorted(steps) == [
        ("Service app", "update"),
        ("TaskDefinition app", "create-replacement"),
        ("TaskDefinition app", "delete-replaced"),
        ("TaskDefinition app", "replace"),
    ]
    assert project.outputs_after_up(changed)["task"].value.endswith("app:2")
    assert [each.outputs["revision"] for each in standin.resources("ecs.TaskDefinition")] == [2]
    assert [(each.operation, each.type) for each in standin.events()[-3:]] == [
        ("create", "aws:ecs/taskDefinition:TaskDefinition"),
        ("update", "aws:ecs/service:Service"),
        ("delete", "aws:ecs/taskDefinition:TaskDefinition"),
    ]

    standin.edit("ecs.Service", "app", {"desiredCount": 7})
    project.refresh(changed)
    assert [op for _, op in project.history(changed) if op != "same"] == ["update"], "the drift is to be undone"
    project.up(changed)
    assert standin.resource("ecs.Service", "app").inputs["desiredCount"] == 2

    standin.remove("cloudwatch.LogGroup", "logs")
    project.refresh(changed)
    assert project.preview(changed)["LogGroup logs"] == "create"

    project.destroy(changed)
    assert standin.resources() == []


def test_a_change_in_an_item_of_a_set_is_seen(project: Project) -> None:
    def program(port: int) -> None:
        rule = aws.ec2.SecurityGroupIngressArgs(
            protocol="tcp", from_port=port, to_port=port, cidr_blocks=["10.0.0.0/8"]
        )
        aws.ec2.SecurityGroup("mesh", vpc_id="vpc-1", ingress=[rule])

    project.up(partial(program, 80))
    assert project.preview(partial(program, 80)) == {}
    assert project.preview(partial(program, 443)) == {"SecurityGroup mesh": "update"}


def test_unknown_in_a_preview_is_what_aws_decides(project: Project) -> None:
    seen: dict[str, object] = {}

    def program() -> None:
        group = aws.cloudwatch.LogGroup("logs", name="/shop/app")
        for name, output in (("name", group.name), ("arn", group.arn)):
            pulumi.Output.all(output.is_known(), name).apply(lambda pair: seen.update({pair[1]: pair[0]}))
        group.arn.apply(lambda arn: seen.update(told=arn))

    project.preview(program)
    assert seen == {"name": True, "arn": False}
    project.up(program)
    assert seen == {"name": True, "arn": True, "told": "arn:aws:logs:eu-west-1:111122223333:log-group:/shop/app"}


def test_what_means_the_same_is_no_change(project: Project) -> None:
    def program(policy: str, subnets: list[str]) -> None:
        role = aws.iam.Role("role", name="role", assume_role_policy=json.dumps(TRUST))
        aws.iam.RolePolicy("policy", name="policy", role=role.name, policy=policy)
        aws.lb.LoadBalancer("public", name="public", internal=True, load_balancer_type="network", subnets=subnets)

    project.up(partial(program, allow("logs:PutLogEvents", "*"), ["subnet-a1", "subnet-b2"]))
    other = (
        '{"Statement": [{"Resource": "*", "Effect": "Allow", "Action": "logs:PutLogEvents"}], "Version": "2012-10-17"}'
    )
    assert project.preview(partial(program, other, ["subnet-b2", "subnet-a1"])) == {}
    assert project.preview(partial(program, allow("logs:CreateLogStream", "*"), ["subnet-b2", "subnet-a1"])) == {
        "RolePolicy policy": "update"
    }


def test_a_name_of_pulumis_and_one_of_the_programs(project: Project) -> None:
    """A resource with a fixed name is deleted before its replacement is made; one with Pulumi's name after."""

    def program(path: str) -> None:
        aws.iam.Role("fixed", name="fixed", path=path, assume_role_policy=json.dumps(TRUST))
        aws.iam.Role("free", path=path, assume_role_policy=json.dumps(TRUST))

    project.up(partial(program, "/a/"))
    first = project.standin.resource("iam.Role", "free").id
    assert first.startswith("free-")
    assert project.preview(partial(program, "/a/")) == {}
    project.up(partial(program, "/b/"))
    assert project.standin.resource("iam.Role", "free").id != first
    order = [(each.name, each.operation) for each in project.standin.events() if each.operation != "update"][2:]
    assert order.index(("fixed", "delete")) < order.index(("fixed", "create"))
    assert order.index(("free", "create")) < order.index(("free", "delete"))


def test_secrets_stay_secrets(project: Project) -> None:
    def program() -> None:
        parameter = aws.ssm.Parameter(
            "token", name="/shop/token", type="SecureString", value=pulumi.Output.secret("hunter2")
        )
        pulumi.export("value", parameter.value)
        pulumi.export("arn", parameter.arn)

    outputs = project.outputs_after_up(program)
    assert outputs["value"].secret
    assert outputs["value"].value == "hunter2"
    assert not outputs["arn"].secret
    assert "/shop/token" in project.state_text()
    assert "hunter2" not in project.state_text()


def test_regions_of_one_program(project: Project) -> None:
    def program() -> None:
        aws.cloudwatch.LogGroup("here", name="/shop/app")
        aws.cloudwatch.LogGroup("there", name="/shop/app", region="us-east-1")
        pulumi.export("region", aws.get_region().region)

    assert project.outputs_after_up(program)["region"].value == "eu-west-1"
    found = {each.region: each.outputs["arn"] for each in project.standin.resources("cloudwatch.LogGroup")}
    assert set(found) == {"eu-west-1", "us-east-1"}
    assert found["us-east-1"] == "arn:aws:logs:us-east-1:111122223333:log-group:/shop/app"
