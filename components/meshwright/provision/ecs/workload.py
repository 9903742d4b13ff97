"""Workloads: an ECS service with its task definition, on Fargate or on EC2 capacity."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from meshwright.targets.ecs.model import EcsService, TaskDefinition

Containers = pulumi.Input[Sequence[Mapping[str, Any]]]


class Workload(pulumi.ComponentResource):
    """What FargateWorkload and Ec2Workload have in common; see there."""

    _compatibility: str

    def __init__(
        self,
        name: str,
        *,
        region: str,
        cluster: pulumi.Input[str],
        subnets: Sequence[pulumi.Input[str]],
        security_groups: Sequence[pulumi.Input[str]],
        task: TaskDefinition,
        service: EcsService,
        execution_role: pulumi.Input[str],
        task_role: pulumi.Input[str],
        containers: Containers | None = None,
        volumes: Sequence[aws.ecs.TaskDefinitionVolumeArgs] = (),
        discovery: pulumi.Input[str] | None = None,
        load_balancers: Sequence[aws.ecs.ServiceLoadBalancerArgs] = (),
        tags: Mapping[str, str] | None = None,
        after: pulumi.Input[Sequence[pulumi.Resource]] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        if not service.low <= service.desired <= service.high:
            raise ValueError(f"service: {service.desired} tasks are not between {service.low} and {service.high}")
        super().__init__(f"meshwright:index:{type(self).__name__}", name, {}, opts)
        below, labels = pulumi.ResourceOptions(parent=self), dict(tags or {})
        definition = aws.ecs.TaskDefinition(
            f"{name}-task",
            family=task.family,
            cpu=str(task.cpu),
            memory=str(task.memory),
            network_mode="awsvpc",
            requires_compatibilities=[self._compatibility],
            runtime_platform=aws.ecs.TaskDefinitionRuntimePlatformArgs(
                cpu_architecture=task.architecture, operating_system_family="LINUX"
            ),
            container_definitions=_text(task.containers if containers is None else containers),
            volumes=[*(aws.ecs.TaskDefinitionVolumeArgs(name=each) for each in task.volumes), *volumes],
            proxy_configuration=_proxy(task.proxy_configuration),
            execution_role_arn=execution_role,
            task_role_arn=task_role,
            # A circuit breaker that rolls back needs the definition before this one.
            skip_destroy=True,
            region=region,
            tags=labels,
            opts=below,
        )
        scales = service.low < service.high
        registry = None if discovery is None else aws.ecs.ServiceServiceRegistriesArgs(registry_arn=discovery)
        self.service = aws.ecs.Service(
            f"{name}-service",
            name=service.name,
            cluster=cluster,
            task_definition=definition.arn,
            desired_count=service.desired,
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            deployment_circuit_breaker={"enable": True, "rollback": True},
            wait_for_steady_state=True,
            network_configuration=aws.ecs.ServiceNetworkConfigurationArgs(
                subnets=list(subnets), security_groups=list(security_groups), assign_public_ip=False
            ),
            service_registries=registry,
            load_balancers=list(load_balancers),
            availability_zone_rebalancing="ENABLED",
            propagate_tags="SERVICE",
            enable_ecs_managed_tags=True,
            region=region,
            tags=labels,
            **self._placed(),
            opts=pulumi.ResourceOptions(
                parent=self,
                depends_on=after,
                ignore_changes=["desiredCount"] if scales else None,  # the scaling's to say, once it is there
            ),
        )
        if scales:
            _scaling(name, region, cluster, self.service, service, labels, below)
        self.task_definition_arn, self.service_name = definition.arn, self.service.name
        self.register_outputs({"task_definition_arn": definition.arn, "service_name": self.service.name})

    def _placed(self) -> dict[str, Any]:
        """What the service says of where its tasks go."""
        raise NotImplementedError


class FargateWorkload(Workload):
    """An ECS service on Fargate: its task definition, its tasks in every subnet's zone, and their number.

    A deployment that does not become healthy is rolled back, and Pulumi waits for one that does. `region`, `cluster`,
    `subnets`, `security_groups`: where it runs. `task`: size, volumes, capture; `containers`: its container definitions
    in ECS's own form, where they hold what is known in the cloud only; absent: those of `task`. `volumes`: more than those
    of `task`; absent: none. `service`: its name and
    number of tasks; where `low` is below `high`, it scales by CPU. `execution_role`, `task_role`: ARNs. `discovery`: the
    ARN of its Cloud Map service; absent: nobody finds it by name. `load_balancers`: as `aws.ecs.Service` takes them;
    absent: none. `after`: what must stand before its tasks start. `tags` absent: none.

    Outputs: `task_definition_arn`, `service_name`, and `service`, the resource.
    """

    _compatibility = "FARGATE"

    def _placed(self) -> dict[str, Any]:
        return {"launch_type": "FARGATE"}


def _text(containers: Containers) -> pulumi.Output[str]:
    """The container definitions as ECS takes them. `from_input` goes through all that is in a value, to find Outputs: where
    the whole is one, there is nothing to be found, and the looking would be a third of the program's time."""
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
        opts=opts,
    )
