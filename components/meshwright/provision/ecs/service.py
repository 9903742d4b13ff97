"""Virtual services: the resources that their versions share, and their routers."""

from functools import cached_property
from typing import Any

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.plan import dump
from meshwright.plan.model import Plan
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.log_groups import LogGroups
from meshwright.provision.ecs.lookup import named
from meshwright.provision.ecs.roles import role


class SharedResources(pulumi.ComponentResource):
    """The resources that the versions of one service share: two roles, security group, log group, AppConfig application.

    `service`: a virtual service, a virtual gateway, or a node without a service: a name in `foundation.layout.shared`.
    `load_balancer`: the security group of the load balancer in front of it; absent: none has access. `kms_key`: the ARN of
    the KMS key for the logs; absent: CloudWatch's own encryption.

    Outputs: `execution_role_arn`, `task_role_arn`, `security_group`, `application_id`.
    """

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
            names.role(layout.mesh, layout.environment, service, "execution"),
            "ecs-tasks.amazonaws.com",
            shared.execution_statements,
            known=foundation.known,
            tags=tags,
            opts=below,
        )
        sources = {"mesh": foundation.security_group, "load-balancer": load_balancer}
        group = aws.ec2.SecurityGroup(
            f"{name}-tasks",
            vpc_id=foundation.network.vpc,
            description=f"Tasks of {service} in mesh {layout.mesh}",
            ingress=[
                aws.ec2.SecurityGroupIngressArgs(
                    protocol="tcp",
                    from_port=rule.port,
                    to_port=rule.port,
                    description=rule.description,
                    security_groups=[source],
                )
                for rule in shared.ingress
                if (source := sources[rule.source]) is not None
            ],
            region=layout.region,
            tags=tags,
            opts=below,
        )
        self.security_group = group.id
        self.application_id: pulumi.Output[str] | None = None
        delivery = next(each.delivery for each in layout.proxies.values() if each.service_name == service)
        if not delivery.inline:
            self.application_id = aws.appconfig.Application(
                f"{name}-application",
                name=delivery.application,
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
            names.role(layout.mesh, layout.environment, service, "task"),
            "ecs-tasks.amazonaws.com",
            self._shared.task_statements,
            known=known,
            tags=self._foundation.tags(service),
            opts=pulumi.ResourceOptions(parent=self),
        )


class VirtualRouter(pulumi.ComponentResource):
    """A virtual router: its routes as inputs, so that a preview shows how they change.

    It has no resources of its own: its routes are in the bundles of the callers of its service.
    """

    def __init__(self, name: str, plan: Plan, router: str, *, opts: pulumi.ResourceOptions | None = None) -> None:
        found = named({each.name: each for each in plan.virtual_routers}, router, "virtual router")
        routes = {each["name"]: _shown(each) for each in dump.to_values(found)["routes"]}
        super().__init__("meshwright:index:VirtualRouter", name, {"routes": routes}, opts)
        self.register_outputs({})


class VirtualService(pulumi.ComponentResource):
    """A virtual service: the resources that its versions share, and its router. It is the parent of its VirtualNodes.

    `service`: its name in the description. `kms_key`: the ARN of the KMS key for its logs; absent: CloudWatch's own
    encryption.

    Output: `shared`, its SharedResources; None if none of its versions runs here.
    """

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
