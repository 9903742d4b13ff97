"""Virtual nodes: an application with its Envoy, as an ECS service."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.lookup import named
from meshwright.provision.ecs.placement import workload
from meshwright.provision.ecs.service import SharedResources
from meshwright.provision.ecs.sidecar import EnvoySidecar, Override


class VirtualNode(pulumi.ComponentResource):
    """One virtual node: its workload, its Envoy's configuration, and the name by which callers find it.

    `node`: its name in the description. `shared`: what its service's versions share. `override`: what the team has as
    Outputs; absent: all is as described. `after`: the ECS services that its bundle sends requests to (`service` of
    other VirtualNodes); a changed bundle is deployed when they are steady; absent: at once.
    Where the bundle is part of the task definition, its own tasks start when they are steady.

    Outputs: `service`, the ECS service; `sidecar`; `task_definition_arn`.
    """

    def __init__(
        self,
        name: str,
        foundation: MeshFoundation,
        node: str,
        *,
        shared: SharedResources,
        override: Override | None = None,
        after: pulumi.Input[Sequence[pulumi.Resource]] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        proxy = named(
            {each.name: each for each in foundation.layout.proxies.values() if each.kind == "node"},
            node,
            "virtual node",
        )
        given = override or Override()
        super().__init__("meshwright:index:VirtualNode", name, {"node": node}, opts)
        below = pulumi.ResourceOptions(parent=self)
        layout, tags = foundation.layout, foundation.tags(node)
        discovery: pulumi.Input[str] | None = None
        if proxy.discovery is not None:
            discovery = aws.servicediscovery.Service(
                f"{name}-discovery", name=proxy.discovery, description=f"The tasks of {node}", force_destroy=True,
                dns_config={"namespace_id": foundation.namespace_id, "routing_policy": "MULTIVALUE",
                            "dns_records": [{"type": "A", "ttl": 10}]},
                health_check_custom_config={}, region=layout.region, tags=tags, opts=below,
            ).arn  # fmt: skip
        self.sidecar = EnvoySidecar(
            name, foundation, node, shared=shared, statements=given.statements, after=after, opts=below
        )
        self.workload = workload(
            name, foundation, shared, self.sidecar, containers=self.sidecar.containers.apply(given.applied),
            discovery=discovery, after=self.sidecar.first_deployment if self.sidecar.delivery else after, opts=below,
        )  # fmt: skip
        self.service = self.workload.service
        self.task_definition_arn = self.workload.task_definition_arn
        self.register_outputs({"task_definition_arn": self.task_definition_arn})
