"""Rejections that depend on existing resources: at creation and at deletion."""

import json
from functools import partial

import pulumi
import pulumi_aws as aws

from .client import Standin
from .conftest import Project
from .programs import container, service, task


def test_a_service_without_its_log_group_never_gets_steady(project: Project) -> None:
    """The service is there all the same, and the next run goes on with it."""

    def program(logs: bool) -> None:
        cluster = aws.ecs.Cluster("cluster", name="shop")
        needs = [aws.cloudwatch.LogGroup("logs", name="/shop/app")] if logs else []
        aws.ecs.Service(
            "app",
            cluster=cluster.arn,
            task_definition=task().arn,
            launch_type="FARGATE",
            network_configuration={"subnets": ["subnet-1"]},
            wait_for_steady_state=True,
            opts=pulumi.ResourceOptions(depends_on=needs),
        )

    assert "the log group /shop/app does not exist" in project.failed(partial(program, logs=False))
    made = project.standin.resource("ecs.Service", "app").id
    project.up(partial(program, logs=True))
    assert project.standin.resource("ecs.Service", "app").id == made
    assert project.preview(partial(program, logs=True)) == {}


def test_a_target_group_needs_a_listener_first(project: Project) -> None:
    def program() -> None:
        group = aws.lb.TargetGroup("web", port=80, protocol="HTTP", target_type="ip", vpc_id="vpc-1")
        aws.ecs.Service(
            "web",
            cluster="default",
            task_definition=task(container()).arn,
            launch_type="FARGATE",
            network_configuration={"subnets": ["subnet-1"]},
            load_balancers=[{"target_group_arn": group.arn, "container_name": "app", "container_port": 80}],
        )

    assert "has no associated load balancer" in project.failed(program)


def test_http2_needs_a_listener_with_tls(project: Project) -> None:
    def program() -> None:
        balancer = aws.lb.LoadBalancer("web", subnets=["subnet-1", "subnet-2"])
        group = aws.lb.TargetGroup(
            "web", port=80, protocol="HTTP", protocol_version="HTTP2", target_type="ip", vpc_id="vpc-1"
        )
        forward = aws.lb.ListenerDefaultActionArgs(type="forward", target_group_arn=group.arn)
        aws.lb.Listener("web", load_balancer_arn=balancer.arn, port=80, protocol="HTTP", default_actions=[forward])

    assert "protocol version HTTP2" in project.failed(program)


def test_a_taken_name(project: Project) -> None:
    def program() -> None:
        first = aws.cloudwatch.LogGroup("first", name="/shop/app")
        aws.cloudwatch.LogGroup("second", name="/shop/app", opts=pulumi.ResourceOptions(depends_on=[first]))

    assert "ResourceAlreadyExistsException: cloudwatch.LogGroup /shop/app exists already" in project.failed(program)


def test_subnets_that_overlap(project: Project) -> None:
    def program() -> None:
        vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
        first = aws.ec2.Subnet("first", vpc_id=vpc.id, cidr_block="10.0.0.0/20")
        aws.ec2.Subnet(
            "second", vpc_id=vpc.id, cidr_block="10.0.8.0/24", opts=pulumi.ResourceOptions(depends_on=[first])
        )

    assert "InvalidSubnet.Conflict" in project.failed(program)


def test_deleting_what_is_in_use(project: Project) -> None:
    """From outside of the engine's order: a second program holds on to what the first one made."""
    project.up(service)
    other = Project(project.folder.parent / "other", Standin(project.standin.folder))
    made = {each.type: each for each in project.standin.resources()}

    def program() -> None:
        aws.servicediscovery.Service(
            "other",
            name="other",
            dns_config={
                "namespace_id": made["servicediscovery.PrivateDnsNamespace"].id,
                "dns_records": [{"ttl": 1, "type": "A"}],
            },
        )
        aws.iam.RolePolicy("other", name="other", role=made["iam.Role"].id, policy=json.dumps(_POLICY))
        aws.vpc.SecurityGroupIngressRule(
            "other",
            security_group_id="sg-1",
            referenced_security_group_id=made["ec2.SecurityGroup"].id,
            ip_protocol="-1",
        )

    other.up(program)
    said = project.failed_destroy(service)
    for what in ("PrivateDnsNamespace names", "Role execution", "SecurityGroup mesh"):
        assert f"DependencyViolation: {made_kind(what)}" in said
    other.destroy(program)
    project.destroy(service)
    assert project.standin.resources() == []


_POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:b", "Resource": "*"}]}


def made_kind(what: str) -> str:
    kind, name = what.split()
    return f"{ {'PrivateDnsNamespace': 'servicediscovery', 'Role': 'iam', 'SecurityGroup': 'ec2'}[kind] }.{kind} {name}"


def test_a_bucket_must_be_empty(project: Project) -> None:
    def program(force: bool) -> None:
        aws.s3.Bucket("bundles", bucket="shop-bundles", force_destroy=force)

    def guest() -> None:
        aws.s3.BucketObjectv2("web", bucket="shop-bundles", key="web", content="hello")

    project.up(partial(program, force=False))
    other = Project(project.folder.parent / "other", project.standin)
    other.up(guest)
    assert "BucketNotEmpty: bucket shop-bundles has 1 objects" in project.failed_destroy(partial(program, force=False))
    project.up(partial(program, force=True))
    project.destroy(partial(program, force=True))
