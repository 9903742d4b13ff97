"""What AWS would not take is refused by the double, with the property's name."""

import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from .conftest import Project
from .programs import TRUST, allow, container, task

REFUSED: dict[str, tuple[Callable[[], object], str]] = {}


def refused(what: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """A program that a preview must refuse, and a part of what it says."""

    def register(program: Callable[[], object]) -> Callable[[], object]:
        REFUSED[program.__name__] = (program, what)
        return program

    return register


def raw(kind: str, **properties: Any) -> pulumi.CustomResource:
    """Past the checks of pulumi_aws's own classes."""
    return pulumi.CustomResource(kind, "raw", properties)


def role(policy: Any) -> None:
    made = aws.iam.Role("role", assume_role_policy=json.dumps(TRUST))
    aws.iam.RolePolicy("policy", role=made.name, policy=policy if isinstance(policy, str) else json.dumps(policy))


@refused("the stand-in for AWS, a test double, does not play aws:sqs/queue:Queue")
def unknown_type() -> object:
    return aws.sqs.Queue("queue")


@refused("unknown property 'colour'")
def unknown_property() -> object:
    return raw("aws:ecs/cluster:Cluster", colour="red")


@refused("networkConfiguration.subnet: unknown property 'subnet'")
def unknown_nested_property() -> object:
    return raw("aws:ecs/service:Service", taskDefinition="a:1", networkConfiguration={"subnets": ["subnet-1"], "subnet": "x"})


@refused("missing required property 'family'")
def missing_property() -> object:
    return raw("aws:ecs/taskDefinition:TaskDefinition", containerDefinitions="[]")


@refused("missing required property 'vpcId'")
def missing_property_of_a_subnet() -> object:
    return raw("aws:ec2/subnet:Subnet", cidrBlock="10.0.0.0/24")


@refused("expected a value of type integer, found 'thirty'")
def wrong_type() -> object:
    return raw("aws:cloudwatch/logGroup:LogGroup", retentionInDays="thirty")


@refused("expected one of awsvpc, bridge, host, none, found 'bogus'")
def network_mode() -> object:
    return task(network_mode="bogus")


@refused("expected one of APPMESH, found 'NOPE'")
def proxy_type() -> object:
    return task(proxy_configuration={"container_name": "app", "type": "NOPE", "properties": {"IgnoredUID": "1337"}})


@refused("unknown IgnoredUid")
def proxy_property() -> object:
    return task(proxy_configuration={"container_name": "app", "type": "APPMESH", "properties": {"IgnoredUid": "1337"}})


@refused("no container 'envoy' among app")
def proxy_container() -> object:
    return task(proxy_configuration={"container_name": "envoy", "type": "APPMESH", "properties": {"IgnoredUID": "1337"}})


@refused("at most 15 ports, found 16")
def proxy_ports() -> object:
    ports = ",".join(str(8000 + number) for number in range(16))
    properties = {"IgnoredUID": "1337", "AppPorts": ports}
    return task(proxy_configuration={"container_name": "app", "type": "APPMESH", "properties": properties})


@refused("with 256 CPU units Fargate sells 512, 1024, 2048 MiB, found 4096")
def memory_that_fargate_does_not_sell() -> object:
    return task(memory="4096")


@refused("Fargate sells 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 CPU units, found 300")
def cpu_that_fargate_does_not_sell() -> object:
    return task(cpu="300")


@refused("[0].portMappings[0].containerPort: expected at most 65535")
def container_port() -> object:
    return task(container(portMappings=[{"containerPort": 99999}]))


@refused("[0].user_name: unknown property 'user_name'")
def container_property() -> object:
    return task(container(user_name="1337"))


@refused("[0].healthCheck.retry: unknown property 'retry'")
def nested_container_property() -> object:
    return task(container(healthCheck={"command": ["CMD", "true"], "retry": 3}))


@refused("[0]: missing required property 'image'")
def container_without_image() -> object:
    return task({"name": "app"})


@refused("app waits for envoy to be HEALTHY, which has no health check")
def health_of_a_container_without_check() -> object:
    return task(container(dependsOn=[{"containerName": "envoy", "condition": "HEALTHY"}]), container("envoy"))


@refused("app waits for init to end, which is essential")
def end_of_an_essential_container() -> object:
    return task(container(dependsOn=[{"containerName": "init", "condition": "SUCCESS"}]), container("init"))


@refused("depends on the unknown container 'agent'")
def unknown_container() -> object:
    return task(container(dependsOn=[{"containerName": "agent", "condition": "START"}]))


@refused("waits for itself through dependsOn")
def circle_of_containers() -> object:
    each = [{"containerName": "b", "condition": "START"}], [{"containerName": "a", "condition": "START"}]
    return task(container("a", dependsOn=each[0]), container("b", dependsOn=each[1]))


@refused("app: unknown volume 'mesh'")
def unknown_volume() -> object:
    return task(container(mountPoints=[{"sourceVolume": "mesh", "containerPath": "/mesh"}]))


@refused("stopTimeout is 2 to 120 seconds on Fargate, found 300")
def stop_timeout() -> object:
    return task(container(stopTimeout=300))


@refused("Fargate adds no capabilities but SYS_PTRACE, found NET_ADMIN")
def capability() -> object:
    return task(container(linuxParameters={"capabilities": {"add": ["NET_ADMIN"]}}))


@refused("extraHosts is not supported on Fargate")
def extra_hosts() -> object:
    return task(container(extraHosts=[{"hostname": "a", "ipAddress": "127.0.0.1"}]))


@refused("the containers' memory adds up to 600, the task has 512")
def memory_of_containers() -> object:
    return task(container("a", memory=300), container("b", memory=300))


@refused("a and b both have port 8080/tcp")
def port_clash() -> object:
    each = [{"containerPort": 8080}]
    return task(container("a", portMappings=each), container("b", portMappings=each))


@refused("option awslogs-region is required")
def log_options() -> object:
    return task(container(logConfiguration={"logDriver": "awslogs", "options": {"awslogs-group": "a", "awslogs-stream-prefix": "a"}}))


@refused("a task definition has at most 65536 bytes")
def task_definition_size() -> object:
    return task(container(environment=[{"name": "BUNDLE", "value": "x" * 65_536}]))


@refused("found 31")
def log_retention() -> object:
    return aws.cloudwatch.LogGroup("logs", retention_in_days=31)


@refused("expected at most 64 characters, found 200")
def name_of_a_role() -> object:
    return aws.iam.Role("role", name="r" * 200, assume_role_policy=json.dumps(TRUST))


@refused("expected at most 64 characters, found 200")
def name_of_an_environment() -> object:
    return aws.appconfig.Environment("env", name="e" * 200, application_id="abcdefg")


@refused("expected at most 255 characters, found 300")
def family_of_a_task() -> object:
    return task(family="f" * 300)


@refused("expected at most 32 characters, found 33")
def name_of_a_target_group() -> object:
    return aws.lb.TargetGroup("web", name="t" * 33, port=80, protocol="HTTP", vpc_id="vpc-1")


@refused("expected at most 32 characters, found 33")
def name_of_a_load_balancer() -> object:
    return aws.lb.LoadBalancer("web", name="t" * 33, subnets=["subnet-1", "subnet-2"])


@refused("expected at most 63 characters, found 64")
def name_of_a_bucket() -> object:
    return aws.s3.Bucket("bundles", bucket="b" * 64)


@refused("expected at most 65535, found 99999")
def port_of_a_rule() -> object:
    return aws.vpc.SecurityGroupIngressRule(
        "rule", security_group_id="sg-1", ip_protocol="tcp", from_port=80, to_port=99999, cidr_ipv4="10.0.0.0/8"
    )


@refused("only one of cidrIpv4, cidrIpv6, prefixListId, referencedSecurityGroupId may be given")
def two_sources_of_a_rule() -> object:
    return aws.vpc.SecurityGroupIngressRule(
        "rule", security_group_id="sg-1", ip_protocol="-1", cidr_ipv4="10.0.0.0/8", referenced_security_group_id="sg-2"
    )


@refused("'vpc-1' does not match ^subnet-")
def subnet_form() -> object:
    return aws.ecs.Service("app", task_definition="app:1", network_configuration={"subnets": ["vpc-1"]})


@refused("'10.0.0.0/33' is no ipv4 network")
def address_block() -> object:
    return aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/33")


@refused("action 'PutLogEvents' is none")
def action_of_a_policy() -> object:
    return role(allow("PutLogEvents", "*"))


@refused("resource 'shop' is no ARN")
def resource_of_a_policy() -> object:
    return role(allow("logs:PutLogEvents", "shop"))


@refused("unknown keys Actions")
def key_of_a_policy() -> object:
    return role({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Actions": "a:b", "Action": "a:b", "Resource": "*"}]})


@refused("LimitExceeded: ")
def size_of_a_policy() -> object:
    return role(allow("s3:GetObject", "arn:aws:s3:::" + "b" * 11_000))


@refused("required for a configuration that is stored at s3://b/k")
def profile_without_role() -> object:
    return aws.appconfig.ConfigurationProfile("p", application_id="abcdefg", location_uri="s3://b/k")


@refused("the stand-in for AWS, a test double, does not play the function aws:ec2/getAmi:getAmi")
def unknown_function() -> object:
    return aws.ec2.get_ami(owners=["amazon"])


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused(name: str, project: Project) -> None:
    program, what = REFUSED[name]
    assert what in project.refused(lambda: void(program()))


def void(_: object) -> None:
    """A program returns nothing."""


def test_a_region_is_needed(project: Project) -> None:
    project.config = {}
    assert "no AWS region: set aws:region" in project.refused(lambda: void(aws.cloudwatch.LogGroup("logs")))
