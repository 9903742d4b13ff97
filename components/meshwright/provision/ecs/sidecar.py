"""The mesh beside somebody's containers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pulumi

from meshwright import names
from meshwright.provision.ecs.delivery import BundleDelivery
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.lookup import named
from meshwright.provision.ecs.roles import role
from meshwright.provision.ecs.service import SharedResources
from meshwright.provision.ecs.tokens import fill

APPLICATION = "application"
"""The container of a task that is the team's own."""


@dataclass(frozen=True)
class Override:
    """What a team has of one node as Outputs, in place of or on top of what the description says.

    `image`: of the application; absent: the description's. `environment`: further variables, or other values for those of
    the description. `secrets`: variables whose values ECS fetches, by the ARN of each. `statements`: what the application
    may do in AWS, as statements of an IAM policy; with them the node has a role of its own. Absent: nothing more.
    """

    image: pulumi.Input[str] | None = None
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    statements: Sequence[pulumi.Input[Mapping[str, Any]]] = ()

    def applied(self, containers: Sequence[Mapping[str, Any]]) -> pulumi.Output[list[Mapping[str, Any]]]:
        """The containers with the application's changed."""
        return pulumi.Output.all(containers, self.image, dict(self.environment), dict(self.secrets)).apply(
            lambda each: [_changed(one, *each[1:]) if one["name"] == APPLICATION else one for one in each[0]]
        )


def _changed(
    container: Mapping[str, Any], image: str | None, environment: Mapping[str, str], secrets: Mapping[str, str]
) -> Mapping[str, Any]:
    variables = {each["name"]: each["value"] for each in container.get("environment", [])} | dict(environment)
    fetched = {each["name"]: each["valueFrom"] for each in container.get("secrets", [])} | dict(secrets)
    changed = dict(container) | ({"image": image} if image else {})
    if variables:
        changed["environment"] = [{"name": name, "value": value} for name, value in variables.items()]
    if fetched:
        changed["secrets"] = [{"name": name, "valueFrom": value} for name, value in fetched.items()]
    return changed


class EnvoySidecar(pulumi.ComponentResource):
    """The mesh beside a task that somebody else defines: its bundle's delivery, its roles, and the containers to add.

    `node`: a virtual node or gateway of the description. `shared`: what its service's versions share. `statements`: what
    the application may do in AWS, for which the task gets a role of its own; absent: it has the role of its service's
    tasks, which may do only what the mesh needs. `after`: see BundleDelivery.

    Outputs: `containers` (Envoy, agent and all, with the description's own application, if it has one), `task_role_arn`,
    `execution_role_arn`, and `proxy_configuration`, `volumes` as plain values. `beside` puts them beside containers.
    """

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
        if shared.application_id is not None:
            self.delivery = BundleDelivery(
                name, foundation, proxy, application=shared.application_id, after=after, opts=below
            )
            known["application_id"] = self.delivery.application_id
            known["environment_id"] = self.delivery.environment_id
            known["profile_id"] = self.delivery.profile_id
        if statements:
            self.task_role_arn = role(
                name, names.role(layout.mesh, layout.environment, node, "node"), "ecs-tasks.amazonaws.com",
                proxy.task_statements, known=known, more=statements, tags=foundation.tags(node), opts=below,
            )  # fmt: skip
        else:
            self.task_role_arn = shared.task_role_arn
        self.execution_role_arn = shared.execution_role_arn
        self.containers: pulumi.Output[list[Mapping[str, Any]]] = fill(proxy.task.containers, known)
        self.volumes, self.proxy_configuration = proxy.task.volumes, proxy.task.proxy_configuration
        self.register_outputs({"task_role_arn": self.task_role_arn})

    @property
    def first_deployment(self) -> list[pulumi.Resource]:
        """What must stand before the first task starts: its first bundle. Later ones change under running tasks."""
        return [self.delivery.deployment] if self.delivery and self.delivery.first else []

    def beside(self, containers: pulumi.Input[Sequence[Mapping[str, Any]]]) -> pulumi.Output[list[Mapping[str, Any]]]:
        """Those containers and the mesh's, where all of theirs wait for the agent to be healthy.

        One of theirs must be called "application" where the mesh's drain container is to stop before it.
        """
        return pulumi.Output.all(containers, self.containers).apply(lambda both: _beside(*both))


def _beside(theirs: Sequence[Mapping[str, Any]], ours: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    first = {"containerName": "agent", "condition": "HEALTHY"}
    waiting = [dict(each) | {"dependsOn": [*each.get("dependsOn", []), first]} for each in theirs]
    return [*waiting, *(each for each in ours if each["name"] != APPLICATION)]
