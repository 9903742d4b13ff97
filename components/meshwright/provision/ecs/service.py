"""Virtual services: the resources that their versions share, and their routers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.field_docs import documented_component
from meshwright.plan import dump
from meshwright.plan.model import Plan
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.log_groups import LogGroups
from meshwright.provision.ecs.lookup import named
from meshwright.provision.ecs.roles import role
from meshwright.provision.ecs.rules import LOAD_BALANCER, MESH, Other, Rules
from meshwright.provision.ecs.tokens import used
from meshwright.targets.ecs import iam
from meshwright.targets.ecs.model import EcsShared


@documented_component
class SharedResources(pulumi.ComponentResource):
    """The resources that the versions of one service share: two roles, security group, log group, AppConfig application.

    Args:
        name: The name of the component. The names of its resources begin with it.
        foundation: The mesh's MeshFoundation.
        service: A virtual service, a virtual gateway, or a node without a service: a name in
            `foundation.layout.shared`.
        load_balancer: The security group of the load balancer in front of it. Default: no load balancer has
            access.
        kms_key: The ARN of the KMS key that encrypts the logs. Default: CloudWatch's own encryption.
        opts: Pulumi's options of the component. Default: none.
    """

    execution_role_arn: pulumi.Output[str]
    """The ARN of the role with which ECS starts the tasks."""

    security_group: pulumi.Output[str]
    """The id of the tasks' security group."""

    application_id: pulumi.Output[str] | None
    """The id of the AppConfig application. None with `Inline` delivery."""

    def __init__(
        self,
        name: str,
        foundation: MeshFoundation,
        service: str,
        *,
        load_balancer: pulumi.Input[str] | None = None,
        kms_key: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        layout = foundation.layout
        shared = named(layout.shared, service, "service")
        self._name, self._foundation, self._shared = name, foundation, shared
        super().__init__("meshwright:index:SharedResources", name, {"service": service}, opts)
        tags = foundation.tags(service)
        below = pulumi.ResourceOptions(parent=self)
        logs = LogGroups(
            f"{name}-logs",
            shared.log_groups,
            region=layout.region,
            kms_key=kms_key,
            keep_when_destroyed=layout.keep_logs,
            tags=tags,
            opts=below,
        )
        self.logs = logs
        self.execution_role_arn = role(
            f"{name}-execution",
            names.role(layout.mesh, layout.environment, layout.region, service, "execution"),
            "ecs-tasks.amazonaws.com",
            shared.execution_statements,
            known=foundation.known,
            more=_decrypts(foundation, shared),
            tags=tags,
            opts=below,
        )
        group = aws.ec2.SecurityGroup(
            names.free(f"{name}-tasks", names.GROUP),
            vpc_id=foundation.network.vpc,
            description=f"Tasks of {service} in mesh {layout.mesh}",
            region=layout.region,
            tags=tags,
            opts=below,
        )
        sources = {MESH: foundation.security_group, LOAD_BALANCER: load_balancer}
        rules = Rules(f"{name}-tasks", group.id, region=layout.region, tags=tags, opts=below)
        for rule in shared.ingress:
            if (source := sources[rule.source]) is not None:
                rules.accept(rule.port, Other(rule.source, source), rule.description)
        # A task that has the security group can be reached.
        self.security_group = pulumi.Output.all(group.id, *rules.made).apply(lambda values: str(values[0]))
        self.application_id: pulumi.Output[str] | None = None
        profile = next(each.appconfig for each in layout.proxies.values() if each.service_name == service)
        if profile:
            self.application_id = aws.appconfig.Application(
                f"{name}-application",
                name=profile.application,
                description=f"The Envoys of {service}",
                region=layout.region,
                tags=tags,
                opts=below,
            ).id
        self.register_outputs({"security_group": self.security_group, "execution_role_arn": self.execution_role_arn})

    @cached_property
    def task_role_arn(self) -> pulumi.Output[str]:
        """The ARN of the role of the versions' tasks. It is created on first use: versions with a role of their own do not
        use it."""
        layout, service = self._foundation.layout, self._shared.name
        known = dict(self._foundation.known)
        if self.application_id is not None:
            known["application_id"] = self.application_id
        return role(
            f"{self._name}-task",
            names.role(layout.mesh, layout.environment, layout.region, service, "task"),
            "ecs-tasks.amazonaws.com",
            self._shared.task_statements,
            known=known,
            for_tasks=True,
            tags=self._foundation.tags(service),
            opts=pulumi.ResourceOptions(parent=self),
        )


def _decrypts(foundation: MeshFoundation, shared: EcsShared) -> list[pulumi.Output[list[dict[str, Any]]]]:
    """The permission to use the keys of the service's secrets, as far as these were looked up."""
    keys = [foundation.keys[each] for each in sorted(used(shared.execution_statements)) if each in foundation.keys]
    if not keys:
        return []
    here = {each: foundation.known[each] for each in ("partition", "region", "account")}
    known = pulumi.Output.all(**here)
    return [pulumi.Output.all(known, *keys).apply(lambda values: iam.decrypt_secrets(values[1:], **values[0]))]


@documented_component
class VirtualRouter(pulumi.ComponentResource):
    """A virtual router: its routes as inputs, so that a preview shows how they change.

    It has no resources of its own: its routes are in the bundles of the callers of its service.

    Args:
        name: The name of the component. The names of its resources begin with it.
        plan: The plan of the environment.
        router: Its name in the description.
        opts: Pulumi's options of the component. Default: none.
    """

    def __init__(self, name: str, plan: Plan, router: str, *, opts: pulumi.ResourceOptions | None = None) -> None:
        found = named({each.name: each for each in plan.virtual_routers}, router, "virtual router")
        routes = {each["name"]: _shown(each) for each in dump.to_values(found)["routes"]}
        super().__init__("meshwright:index:VirtualRouter", name, {"routes": routes}, opts)
        self.register_outputs({})


@documented_component
class VirtualService(pulumi.ComponentResource):
    """A virtual service: the resources that its versions share, and its router. It is the parent of its VirtualNodes.

    Args:
        name: The name of the component. The names of its resources begin with it.
        foundation: The mesh's MeshFoundation.
        service: Its name in the description.
        kms_key: The ARN of the KMS key that encrypts its logs. Default: CloudWatch's own encryption.
        opts: Pulumi's options of the component. Default: none.
    """

    shared: SharedResources | None
    """The resources that its versions share. None if none of them runs here."""

    def __init__(
        self,
        name: str,
        foundation: MeshFoundation,
        service: str,
        *,
        kms_key: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        plan = foundation.plan
        found = named({each.name: each for each in plan.virtual_services}, service, "virtual service")
        super().__init__("meshwright:index:VirtualService", name, {"domains": list(found.domains)}, opts)
        below = pulumi.ResourceOptions(parent=self)
        self.shared: SharedResources | None = None
        if service in foundation.layout.shared:
            self.shared = SharedResources(name, foundation, service, kms_key=kms_key, opts=below)
        if found.router:
            VirtualRouter(name, plan, found.router, opts=below)
        self.register_outputs({})


def _shown(route: dict[str, Any]) -> dict[str, Any]:
    """A route as a preview shows it: its weights by node, without source locations."""
    shown = _without_origins({name: value for name, value in route.items() if name not in ("name", "targets")})
    return {"to": {each["node"]: each["weight"] for each in route["targets"]}, **shown}


def _without_origins(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_origins(each) for name, each in value.items() if name != "origin"}
    return [_without_origins(each) for each in value] if isinstance(value, list) else value
