"""The mesh's containers for a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from meshwright import names
from meshwright.delivery.inline import packed
from meshwright.field_docs import documented_component
from meshwright.provision.ecs.delivery import BundleDelivery
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.givens import filled
from meshwright.provision.ecs.lookup import named
from meshwright.provision.ecs.override import APPLICATION
from meshwright.provision.ecs.roles import role
from meshwright.provision.ecs.service import SharedResources
from meshwright.provision.ecs.tokens import fill


@documented_component
class EnvoySidecar(pulumi.ComponentResource):
    """The mesh's part of a task that another program defines: the delivery of its bundle, its roles and its containers.

    Args:
        name: The name of the component. The names of its resources begin with it.
        foundation: The mesh's MeshFoundation.
        node: A virtual node or virtual gateway of the description.
        shared: The resources that the versions of its service share.
        statements: Permissions of the application, as statements of an IAM policy; the task then has a role of
            its own. Default: the role of its service's tasks, which has only the permissions that the mesh
            needs.
        after: Resources that must exist before a changed bundle is deployed: the ECS services that it sends
            requests to. Default: none.
        opts: Pulumi's options of the component. Default: none.
    """

    containers: pulumi.Output[list[Mapping[str, Any]]]
    """Envoy, agent and the other sidecars, and the description's application, if it has one. `beside` adds them to other
    containers."""

    task_role_arn: pulumi.Output[str]
    """The ARN of the role of the task's containers."""

    execution_role_arn: pulumi.Output[str]
    """The ARN of the role with which ECS starts the task."""

    proxy_configuration: Mapping[str, Any] | None
    """ECS's proxy configuration, for transparent capture."""

    volumes: Sequence[str]
    """The names of the task's volumes."""

    def __init__(
        self,
        name: str,
        foundation: MeshFoundation,
        node: str,
        *,
        shared: SharedResources,
        statements: Sequence[pulumi.Input[Mapping[str, Any]]] = (),
        after: pulumi.Input[Sequence[pulumi.Resource]] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        proxy = named(foundation.layout.proxies, node, "virtual node or virtual gateway")
        super().__init__("meshwright:index:EnvoySidecar", name, {"node": node}, opts)
        self.proxy, layout = proxy, foundation.layout
        below = pulumi.ResourceOptions(parent=self)
        known = dict(foundation.known)
        self.delivery: BundleDelivery | None = None
        if proxy.appconfig is None and proxy.givens:
            known["bundle"] = filled(proxy, known).apply(lambda text: packed(text.encode()))
        if shared.application_id is not None:
            self.delivery = BundleDelivery(
                name, foundation, proxy, application=shared.application_id, after=after, opts=below
            )
            known["application_id"] = self.delivery.application_id
            known["environment_id"] = self.delivery.environment_id
            known["profile_id"] = self.delivery.profile_id
        if statements:
            self.task_role_arn = role(
                name,
                names.role(layout.mesh, layout.environment, layout.region, node, "node"),
                "ecs-tasks.amazonaws.com",
                proxy.task_statements,
                known=known,
                more=statements,
                for_tasks=True,
                tags=foundation.tags(node),
                opts=below,
            )
        else:
            self.task_role_arn = shared.task_role_arn
        self.execution_role_arn = shared.execution_role_arn
        self.containers: pulumi.Output[list[Mapping[str, Any]]] = fill(proxy.task.containers, known)
        self.volumes, self.proxy_configuration = proxy.task.volumes, proxy.task.proxy_configuration
        self.register_outputs({"task_role_arn": self.task_role_arn})

    @property
    def first_deployment(self) -> list[pulumi.Resource]:
        """What must exist before the first task starts: its first bundle. Later ones are applied to running tasks."""
        return [self.delivery.deployment] if self.delivery and self.delivery.first else []

    def beside(self, containers: pulumi.Input[Sequence[Mapping[str, Any]]]) -> pulumi.Output[list[Mapping[str, Any]]]:
        """These containers, which wait until the agent is healthy, and the mesh's.

        One of them must have the name "application" if the mesh's drain container is to stop before it.
        """
        return pulumi.Output.all(containers, self.containers).apply(lambda both: _beside(*both))


def _beside(theirs: Sequence[Mapping[str, Any]], ours: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    first = {"containerName": "agent", "condition": "HEALTHY"}
    waiting = [dict(each) | {"dependsOn": [*each.get("dependsOn", []), first]} for each in theirs]
    return [*waiting, *(each for each in ours if each["name"] != APPLICATION)]
