"""Workloads: an ECS service with its task definition, on Fargate or on EC2 capacity."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Required, TypedDict, Unpack

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.field_docs import documented, documented_component
from meshwright.provision.ecs import told
from meshwright.provision.ecs.options import beside
from meshwright.targets.ecs.model import EcsService, TaskDefinition

Containers = pulumi.Input[Sequence[Mapping[str, Any]]]
"""Container definitions, in ECS's own form."""


@documented
class WorkloadArguments(TypedDict, total=False):
    """The arguments of FargateWorkload and Ec2Workload."""

    region: Required[str]
    """The AWS region."""

    cluster: Required[pulumi.Input[str]]
    """The ARN or name of the ECS cluster."""

    subnets: Required[Sequence[pulumi.Input[str]]]
    """The ids of the subnets in which tasks run."""

    security_groups: Required[Sequence[pulumi.Input[str]]]
    """The ids of the tasks' security groups."""

    task: Required[TaskDefinition]
    """Size, containers, volumes and capture of a task."""

    service: Required[EcsService]
    """Name and number of tasks of the ECS service. It scales by CPU where `low` is below `high`."""

    maximum_percent: int
    """How many tasks may run during a deployment, in percent of those that it has. Default: 200."""

    belongs_to: pulumi.Input[str]
    """What the ECS service is replaced with, as the ARN of a load balancer: its name then ends in a hash of it, so that the
    new service runs before the old one is deleted. Default: nothing."""

    execution_role: Required[pulumi.Input[str]]
    """The ARN of the role with which ECS starts a task."""

    task_role: Required[pulumi.Input[str]]
    """The ARN of the role of a task's containers."""

    containers: Containers
    """Container definitions with values that only the cloud knows. Default: those of `task`."""

    volumes: Sequence[aws.ecs.TaskDefinitionVolumeArgs]
    """Volumes in addition to those of `task`. Default: none."""

    discovery: pulumi.Input[str] | None
    """The ARN of the Cloud Map service in which tasks are registered. Default: none."""

    load_balancers: Sequence[aws.ecs.ServiceLoadBalancerArgs]
    """Target groups that send requests to the tasks. Default: none."""

    tags: Mapping[str, str]
    """Tags of every resource. Default: none."""

    after: pulumi.Input[Sequence[pulumi.Resource]]
    """Resources that must be created before the first task starts. Default: none."""

    opts: pulumi.ResourceOptions | None
    """Pulumi's options of the component. Default: none."""


@documented_component
class Workload(pulumi.ComponentResource):
    """Base of FargateWorkload and Ec2Workload: a task definition, an ECS service, and scaling.

    Args:
        name: The name of the component. The names of its resources begin with it.
        **arguments: Those of `WorkloadArguments`.
    """

    task_definition_arn: pulumi.Output[str]
    """The ARN of the task definition."""

    service_name: pulumi.Output[str]
    """The name of the ECS service."""

    service: aws.ecs.Service
    """The ECS service."""

    _compatibility: str

    def __init__(self, name: str, **arguments: Unpack[WorkloadArguments]) -> None:
        task, service = arguments["task"], arguments["service"]
        region, cluster = arguments["region"], arguments["cluster"]
        if not service.low <= service.desired <= service.high:
            raise ValueError(f"service: {service.desired} tasks are not between {service.low} and {service.high}")
        super().__init__(f"meshwright:index:{type(self).__name__}", name, {}, arguments.get("opts"))
        below, labels = pulumi.ResourceOptions(parent=self), dict(arguments.get("tags", {}))
        told.of_cluster(f"{name}-service", pulumi.Output.from_input(cluster), self)
        discovery = arguments.get("discovery")
        definition = aws.ecs.TaskDefinition(
            f"{name}-task",
            family=task.family,
            cpu=None if task.cpu is None else str(task.cpu),
            memory=None if task.memory is None else str(task.memory),
            network_mode="awsvpc",
            requires_compatibilities=[self._compatibility],
            runtime_platform=aws.ecs.TaskDefinitionRuntimePlatformArgs(
                cpu_architecture=task.architecture, operating_system_family="LINUX"
            ),
            container_definitions=_text(arguments.get("containers", task.containers)),
            volumes=[
                *(aws.ecs.TaskDefinitionVolumeArgs(name=each) for each in task.volumes),
                *arguments.get("volumes", ()),
            ],
            proxy_configuration=_proxy(task.proxy_configuration),
            execution_role_arn=arguments["execution_role"],
            task_role_arn=arguments["task_role"],
            # The circuit breaker rolls back to the previous definition, which must exist.
            skip_destroy=True,
            region=region,
            tags=labels,
            opts=below,
        )
        scales = service.low < service.high
        registry = None if discovery is None else aws.ecs.ServiceServiceRegistriesArgs(registry_arn=discovery)
        self.service = aws.ecs.Service(
            f"{name}-service",
            name=_named(service.name, arguments.get("belongs_to")),
            cluster=cluster,
            task_definition=definition.arn,
            desired_count=service.desired,
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=arguments.get("maximum_percent", 200),
            deployment_circuit_breaker={"enable": True, "rollback": True},
            wait_for_steady_state=True,
            network_configuration=aws.ecs.ServiceNetworkConfigurationArgs(
                subnets=list(arguments["subnets"]),
                security_groups=list(arguments["security_groups"]),
                assign_public_ip=False,
            ),
            service_registries=registry,
            load_balancers=list(arguments.get("load_balancers", ())),
            availability_zone_rebalancing="ENABLED",
            propagate_tags="SERVICE",
            enable_ecs_managed_tags=True,
            region=region,
            tags=labels,
            **self._placed(),
            opts=beside(
                pulumi.ResourceOptions(
                    parent=self,
                    depends_on=arguments.get("after", ()),
                    ignore_changes=["desiredCount"] if scales else None,  # set by the scaling
                )
            ),
        )
        if scales:
            _scaling(name, region, cluster, self.service, service, labels, below)
        self.task_definition_arn, self.service_name = definition.arn, self.service.name
        self.register_outputs({"task_definition_arn": definition.arn, "service_name": self.service.name})

    def _placed(self) -> dict[str, Any]:
        """The arguments of the service that decide where its tasks run."""
        raise NotImplementedError


@documented_component
class FargateWorkload(Workload):
    """An ECS service on Fargate: its task definition, its tasks in the zone of every subnet, and how it scales.

    A deployment whose tasks do not become healthy is rolled back. Pulumi waits until one is steady.

    Args:
        name: The name of the component. The names of its resources begin with it.
        **arguments: Those of `WorkloadArguments`.
    """

    _compatibility = "FARGATE"

    def _placed(self) -> dict[str, Any]:
        return {"launch_type": "FARGATE"}


def _named(name: str, belongs_to: pulumi.Input[str] | None) -> pulumi.Input[str]:
    if belongs_to is None:
        return name
    return pulumi.Output.from_input(belongs_to).apply(lambda other: names.unique(name, names.SERVICE, other))


def _text(containers: Containers) -> pulumi.Output[str]:
    """The container definitions as JSON. `from_input` searches a whole value for Outputs, which would take a third of the
    program's time, so a value that is an Output is not passed to it."""
    whole = containers if isinstance(containers, pulumi.Output) else pulumi.Output.from_input(containers)
    return whole.apply(lambda each: json.dumps(list(each)))


def _proxy(value: Mapping[str, Any] | None) -> aws.ecs.TaskDefinitionProxyConfigurationArgs | None:
    """The proxy configuration in the provider's form."""
    if value is None:
        return None
    properties = {each["name"]: each["value"] for each in value["properties"]}
    return aws.ecs.TaskDefinitionProxyConfigurationArgs(
        type=value["type"], container_name=value["containerName"], properties=properties
    )


def _scaling(
    name: str,
    region: str,
    cluster: pulumi.Input[str],
    service: aws.ecs.Service,
    wanted: EcsService,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    resource = pulumi.Output.all(cluster, service.name).apply(
        lambda each: f"service/{each[0].split('/')[-1]}/{each[1]}"
    )
    target = aws.appautoscaling.Target(
        f"{name}-scaling",
        resource_id=resource,
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        min_capacity=wanted.low,
        max_capacity=wanted.high,
        region=region,
        tags=dict(tags),
        opts=opts,
    )
    aws.appautoscaling.Policy(
        f"{name}-scaling",
        name="cpu",
        policy_type="TargetTrackingScaling",
        resource_id=target.resource_id,
        service_namespace=target.service_namespace,
        scalable_dimension=target.scalable_dimension,
        target_tracking_scaling_policy_configuration={
            "target_value": wanted.cpu_target,
            "predefined_metric_specification": {"predefined_metric_type": "ECSServiceAverageCPUUtilization"},
        },
        region=region,
        opts=beside(opts),
    )
