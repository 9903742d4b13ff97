"""The double rejects what AWS would reject, and names the property."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws

from .conftest import Project
from .programs import TRUST, allow
from .refusing import Refused, void

refused = Refused()


def raw(kind: str, **properties: Any) -> pulumi.CustomResource:
    """Past the checks of pulumi_aws's own classes."""
    return pulumi.CustomResource(kind, "raw", properties)


def role(policy: Any) -> object:
    made = aws.iam.Role("role", assume_role_policy=json.dumps(TRUST))
    return aws.iam.RolePolicy(
        "policy", role=made.name, policy=policy if isinstance(policy, str) else json.dumps(policy)
    )


@refused("the test double of AWS does not implement aws:sqs/queue:Queue")
def unknown_type() -> object:
    return aws.sqs.Queue("queue")


@refused("unknown property 'colour'")
def unknown_property() -> object:
    return raw("aws:ecs/cluster:Cluster", colour="red")


@refused("unknown property 'subnet'; known are assignPublicIp, securityGroups, subnets")
def unknown_nested_property() -> object:
    return raw(
        "aws:ecs/service:Service", taskDefinition="a:1", networkConfiguration={"subnets": ["subnet-1"], "subnet": "x"}
    )


@refused("missing required property 'family'")
def missing_property() -> object:
    return raw("aws:ecs/taskDefinition:TaskDefinition", containerDefinitions="[]")


@refused("missing required property 'vpcId'")
def missing_property_of_a_subnet() -> object:
    return raw("aws:ec2/subnet:Subnet", cidrBlock="10.0.0.0/24")


@refused("expected a value of type integer, found 'thirty'")
def wrong_type() -> object:
    return raw("aws:cloudwatch/logGroup:LogGroup", retentionInDays="thirty")


@refused("found 31")
def log_retention() -> object:
    return aws.cloudwatch.LogGroup("logs", retention_in_days=31)


@refused("expected at most 64 characters, found 200")
def name_of_a_role() -> object:
    return aws.iam.Role("role", name="r" * 200, assume_role_policy=json.dumps(TRUST))


@refused("expected at most 64 characters, found 200")
def name_of_an_environment() -> object:
    return aws.appconfig.Environment("env", name="e" * 200, application_id="abcdefg")


@refused("expected at most 32 characters, found 33")
def name_of_a_target_group() -> object:
    return aws.lb.TargetGroup("web", name="t" * 33, port=80, protocol="HTTP", vpc_id="vpc-1")


@refused("expected at most 32 characters, found 33")
def name_of_a_load_balancer() -> object:
    return aws.lb.LoadBalancer("web", name="t" * 33, subnets=["subnet-1", "subnet-2"])


@refused("network load balancers have no such attribute")
def idle_timeout_of_a_network_load_balancer() -> object:
    return aws.lb.LoadBalancer("web", load_balancer_type="network", subnets=["subnet-1"], idle_timeout=60)


@refused("expected at most 4000, found 4001")
def longest_idle_timeout() -> object:
    return aws.lb.LoadBalancer("web", subnets=["subnet-1", "subnet-2"], idle_timeout=4001)


@refused("only for HTTP and HTTPS, not for TCP")
def protocol_version_without_http() -> object:
    return aws.lb.TargetGroup("web", port=80, protocol="TCP", protocol_version="HTTP2", vpc_id="vpc-1")


@refused("required with type redirect")
def where_to_redirect() -> object:
    arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/web/0"
    return aws.lb.Listener("web", load_balancer_arn=arn, port=80, default_actions=[{"type": "redirect"}])


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


@refused("does not match ^[a-zA-Z0-9 ._")
def apostrophe_in_the_description_of_a_rule() -> object:
    return aws.ec2.SecurityGroup(
        "tasks",
        description="Tasks",
        egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "description": "Each task's Envoy"}],
    )


@refused("does not match ^[a-zA-Z0-9 ._")
def apostrophe_in_the_description_of_a_group() -> object:
    return aws.ec2.SecurityGroup("tasks", description="The gateway's tasks")


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
    return role(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Actions": "a:b", "Action": "a:b", "Resource": "*"}],
        }
    )


@refused("statement ids must be unique, found twice: Read")
def statement_id_of_a_policy() -> object:
    statement = {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    return role({"Version": "2012-10-17", "Statement": [statement, statement]})


@refused("LimitExceeded: ")
def size_of_a_policy() -> object:
    return role(allow("s3:GetObject", "arn:aws:s3:::" + "b" * 11_000))


@refused("required for a configuration that is stored at s3://b/k")
def profile_without_role() -> object:
    return aws.appconfig.ConfigurationProfile("p", application_id="abcdefg", location_uri="s3://b/k")


@refused("the test double of AWS does not implement the function aws:ec2/getAmi:getAmi")
def unknown_function() -> object:
    return aws.ec2.get_ami(owners=["amazon"])


@refused.all
def test_refused(name: str, previewed: Project) -> None:
    program, what = refused.programs[name]
    assert what in previewed.refused(lambda: void(program()))


def test_a_region_is_needed(project: Project) -> None:
    project.config = {}
    assert "no AWS region: set aws:region" in project.refused(lambda: void(aws.cloudwatch.LogGroup("logs")))
