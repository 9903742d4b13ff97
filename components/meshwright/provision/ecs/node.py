"""Virtual nodes: an application with its Envoy, as an ECS service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pulumi
import pulumi_aws as aws

from meshwright.field_docs import documented_component
from meshwright.provision import state
from meshwright.provision.ecs import volumes
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.log_groups import LogGroups
from meshwright.provision.ecs.lookup import named
from meshwright.provision.ecs.override import Override
from meshwright.provision.ecs.placement import from_description, workload
from meshwright.provision.ecs.roles import permit
from meshwright.provision.ecs.service import SharedResources
from meshwright.provision.ecs.sidecar import EnvoySidecar
from meshwright.provision.stack import refused
from meshwright.targets.ecs import capture, iam, logs
from meshwright.targets.ecs.model import LogGroup, TaskDefinition


@documented_component
class VirtualNode(pulumi.ComponentResource):
    """One virtual node: its workload, its Envoy's configuration, and the name by which callers discover it.

    Raises pulumi.RunError (MW402, MW403) for wrong arguments, before any resource is registered.

    Args:
        name: The name of the component. The names of its resources begin with it.
        foundation: The mesh's MeshFoundation.
        node: Its name in the description.
        shared: The resources that the versions of its service share.
        override: Values that the team has as Outputs. Default: as described.
        after: The ECS services that its bundle sends requests to (`service` of other VirtualNodes). A changed
            bundle is deployed when these are steady; with `Inline` delivery, its own tasks start when they are.
            Default: at once.
        first_after: The ECS services whose names its Envoy looks up. Its first tasks start when these are steady,
            because the VPC remembers for minutes that a name had no record. Default: at once.
        opts: Pulumi's options of the component. Default: none.
    """

    service: aws.ecs.Service
    """The ECS service."""

    sidecar: EnvoySidecar
    """The mesh's part of its task."""

    task_definition_arn: pulumi.Output[str]
    """The ARN of the task definition."""

    def __init__(
        self,
        name: str,
        foundation: MeshFoundation,
        node: str,
        *,
        shared: SharedResources,
        override: Override | None = None,
        after: pulumi.Input[Sequence[pulumi.Resource]] = (),
        first_after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        proxy = named(
            {each.name: each for each in foundation.layout.proxies.values() if each.kind == "node"},
            node,
            "virtual node",
        )
        given = override or Override()
        if problems := list(given.problems(("override",))):
            raise refused(problems)
        super().__init__("meshwright:index:VirtualNode", name, {"node": node}, opts)
        below = pulumi.ResourceOptions(parent=self)
        self._name, self._foundation, self._proxy, self._given = name, foundation, proxy, given
        statements = [*given.statements, *(each.statement(foundation.known) for each in given.file_systems)]
        self.sidecar = EnvoySidecar(
            name, foundation, node, shared=shared, statements=statements, after=after, opts=below
        )
        whole = foundation.layout.shared[proxy.service_name]
        group = None if given.kms_key is None else logs.own_group(whole, node)
        groups = {each.name: group.name for each in whole.log_groups} if group else {}
        self.workload = workload(
            name,
            foundation,
            {
                **from_description(foundation, shared, self.sidecar),
                "task": _reaching(proxy.task, given),
                "containers": given.applied(self.sidecar.containers, groups),
                "volumes": [each.made(volumes.named(path)) for path, each in given.volumes.items()],
                "execution_role": self._execution(shared, group),
                "discovery": self._discovery(),
                "after": self._before_tasks(first_after) if self.sidecar.delivery else after,
                "opts": below,
            },
        )
        self.service = self.workload.service
        self.task_definition_arn = self.workload.task_definition_arn
        self.register_outputs({"task_definition_arn": self.task_definition_arn})

    def _before_tasks(self, first_after: Sequence[pulumi.Resource]) -> list[pulumi.Resource]:
        """What must exist before its tasks start."""
        runs = state.outputs("aws:ecs/service:Service", f"{self._name}-service") is not None
        return [*self.sidecar.first_deployment, *(() if runs else first_after)]

    def _discovery(self) -> pulumi.Output[str] | None:
        """The ARN of the Cloud Map service; None for a node without callers."""
        foundation = self._foundation
        if self._proxy.discovery is None:
            return None
        return aws.servicediscovery.Service(
            f"{self._name}-discovery",
            name=self._proxy.discovery,
            description=f"The tasks of {self._proxy.name}",
            force_destroy=True,
            # ECS reports each task's health here. The provider drops an empty object and then wants to replace the service.
            health_check_custom_config={"failure_threshold": 1},
            dns_config={
                "namespace_id": foundation.namespace_id,
                "routing_policy": "MULTIVALUE",
                "dns_records": [{"type": "A", "ttl": 10}],
            },
            region=foundation.layout.region,
            tags=foundation.tags(self._proxy.name),
            opts=pulumi.ResourceOptions(parent=self),
        ).arn

    def _execution(self, shared: SharedResources, group: LogGroup | None) -> pulumi.Output[str]:
        """The ARN of the service's execution role, known once it has the permissions that the override needs."""
        given, foundation = self._given, self._foundation
        if not given.secrets and group is None and given.image is None:
            return shared.execution_role_arn
        region, needs = foundation.layout.region, []
        more: list[pulumi.Input[dict[str, Any]]] = []
        if given.image is not None:
            here = {name: foundation.known[name] for name in ("partition", "region", "account")}
            needed = pulumi.Output.all(image=given.image, **here).apply(lambda values: iam.pull(**values))
            more += [needed[0], needed[1]]
        if given.secrets:
            more.append(pulumi.Output.all(*given.secrets.values()).apply(iam.hand_over))
        if given.kms_key is not None:
            more.append(pulumi.Output.from_input(given.kms_key).apply(lambda key: iam.decrypt(key, region)))
        if group is not None:
            needs = [
                LogGroups(
                    f"{self._name}-logs",
                    [group],
                    region=region,
                    kms_key=given.kms_key,
                    tags=foundation.tags(self._proxy.name),
                    keep_when_destroyed=foundation.layout.keep_logs,
                    opts=pulumi.ResourceOptions(parent=self),
                )
            ]
        role = shared.execution_role_arn.apply(lambda arn: arn.rpartition("/")[2])
        policy = permit(
            f"{self._name}-execution",
            self._proxy.name,
            role,
            [iam.write_logs([group])] if group else [],
            known=foundation.known,
            more=more,
            opts=pulumi.ResourceOptions(parent=self, depends_on=needs),
        )
        return pulumi.Output.all(shared.execution_role_arn, policy.id).apply(lambda values: str(values[0]))


def _reaching(task: TaskDefinition, given: Override) -> TaskDefinition:
    """The task, whose connections to file systems bypass Envoy."""
    if not given.file_systems or task.proxy_configuration is None:
        return task
    return replace(task, proxy_configuration=capture.ignoring(task.proxy_configuration, capture.NFS))
