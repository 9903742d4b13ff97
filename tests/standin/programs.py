"""Small programs of pulumi_aws's real classes, for the tests."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws

TRUST = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}


def allow(action: str, resource: str) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [action], "Resource": [resource]}]}
    )


def container(name: str = "app", **more: Any) -> dict[str, Any]:
    logs = {"awslogs-group": "/shop/app", "awslogs-region": "eu-west-1", "awslogs-stream-prefix": name}
    return {"name": name, "image": "shop/app:1", "logConfiguration": {"logDriver": "awslogs", "options": logs}, **more}


def task(*containers: dict[str, Any], **more: Any) -> aws.ecs.TaskDefinition:
    """A task definition for Fargate; arguments replace its own."""
    found = {
        "family": "app",
        "cpu": "256",
        "memory": "512",
        "network_mode": "awsvpc",
        "requires_compatibilities": ["FARGATE"],
        "execution_role_arn": "arn:aws:iam::111122223333:role/execution",
        "container_definitions": json.dumps(containers or (container(),)),
    }
    return aws.ecs.TaskDefinition("app", **{**found, **more})


def service(image: str = "shop/app:1", count: int = 2) -> None:
    """A service of ECS on a network of its own, with what it needs."""
    vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
    subnet = aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.0.1.0/24")
    group = aws.ec2.SecurityGroup("mesh", name="mesh", vpc_id=vpc.id)
    aws.vpc.SecurityGroupIngressRule(
        "mesh",
        security_group_id=group.id,
        referenced_security_group_id=group.id,
        ip_protocol="tcp",
        from_port=15000,
        to_port=15000,
    )
    logs = aws.cloudwatch.LogGroup("logs", name="/shop/app", retention_in_days=30)
    role = aws.iam.Role("execution", name="execution", assume_role_policy=json.dumps(TRUST))
    aws.iam.RolePolicy(
        "logs", role=role.name, policy=logs.arn.apply(lambda arn: allow("logs:PutLogEvents", f"{arn}:*"))
    )
    names = aws.servicediscovery.PrivateDnsNamespace("names", name="shop.internal", vpc=vpc.id)
    registry = aws.servicediscovery.Service(
        "app", name="app", dns_config={"namespace_id": names.id, "dns_records": [{"ttl": 10, "type": "A"}]}
    )
    cluster = aws.ecs.Cluster("cluster", name="shop")
    tasks = task(container(image=image), execution_role_arn=role.arn)
    made = aws.ecs.Service(
        "app",
        name="app",
        cluster=cluster.arn,
        task_definition=tasks.arn,
        desired_count=count,
        launch_type="FARGATE",
        network_configuration={"subnets": [subnet.id], "security_groups": [group.id]},
        service_registries={"registry_arn": registry.arn},
        wait_for_steady_state=True,
        opts=pulumi.ResourceOptions(depends_on=[logs]),
    )
    target = aws.appautoscaling.Target(
        "app",
        min_capacity=2,
        max_capacity=4,
        resource_id=pulumi.Output.concat("service/", cluster.name, "/", made.name),
        scalable_dimension="ecs:service:DesiredCount",
        service_namespace="ecs",
    )
    pulumi.export("service", made.arn)
    pulumi.export("task", tasks.arn)
    pulumi.export("target", target.arn)


def configuration(bundle: str = "one\n", minutes: int = 30, bake: int = 30, description: str | None = None) -> None:
    """A bundle in S3, deployed by AppConfig."""
    bucket = aws.s3.Bucket("bundles", bucket="shop-bundles")
    versioning = aws.s3.BucketVersioning("bundles", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
    bundle_object = aws.s3.BucketObjectv2(
        "web",
        bucket=bucket.id,
        key="web",
        source=pulumi.StringAsset(bundle),
        opts=pulumi.ResourceOptions(depends_on=[versioning]),
    )
    app = aws.appconfig.Application("shop", name="shop")
    env = aws.appconfig.Environment("web", name="web", application_id=app.id)
    profile = aws.appconfig.ConfigurationProfile(
        "web",
        name="web",
        application_id=app.id,
        location_uri=pulumi.Output.concat("s3://", bucket.id, "/", bundle_object.key),
        retrieval_role_arn="arn:aws:iam::111122223333:role/retrieval",
    )
    strategy = aws.appconfig.DeploymentStrategy(
        "steps",
        name="steps",
        deployment_duration_in_minutes=minutes,
        final_bake_time_in_minutes=bake,
        growth_factor=20,
        replicate_to="NONE",
    )
    deployment = aws.appconfig.Deployment(
        "web",
        application_id=app.id,
        environment_id=env.environment_id,
        configuration_profile_id=profile.configuration_profile_id,
        configuration_version=bundle_object.version_id,
        deployment_strategy_id=strategy.id,
        description=description,
    )
    now = aws.appconfig.get_environment_output(application_id=app.id, environment_id=env.environment_id)
    pulumi.export("state", now.state)
    pulumi.export("number", deployment.deployment_number)
    pulumi.export("version", bundle_object.version_id)
