"""Virtual gateways: Envoys behind a load balancer."""

from __future__ import annotations

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from meshwright.field_docs import documented_component
from meshwright.problems import errors
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.load_balancer import Access, LoadBalancer
from meshwright.provision.ecs.lookup import named
from meshwright.provision.ecs.placement import from_description, workload
from meshwright.provision.ecs.service import SharedResources
from meshwright.provision.ecs.sidecar import EnvoySidecar
from meshwright.provision.stack import refused


@documented_component
class VirtualGateway(pulumi.ComponentResource):
    """One virtual gateway: its Envoys as an ECS service behind a public or internal load balancer.

    The description chooses between a network and an application load balancer (`Fargate(..., load_balancers=...)`).

    Raises pulumi.RunError (MW401, MW402) if `access` does not fit the network or the gateway, before any resource is
    registered.

    Args:
        name: The name of the component. The names of its resources begin with it.
        foundation: The mesh's MeshFoundation.
        gateway: Its name in the description.
        access: Its clients, and TLS. Default: only the mesh's own tasks, without TLS.
        kms_key: The ARN of the KMS key that encrypts its logs. Default: CloudWatch's own encryption.
        after: The ECS services that it sends requests to. Its tasks start, and a changed bundle is deployed,
            when these are steady. Default: at once.
        opts: Pulumi's options of the component. Default: none.
    """

    url: pulumi.Output[str]
    """The URL of its first port."""

    load_balancer_dns: pulumi.Output[str]
    """The DNS name of its load balancer."""

    load_balancer_zone: pulumi.Output[str]
    """The hosted zone of that name, for an alias record."""

    service: aws.ecs.Service
    """The ECS service."""

    def __init__(
        self,
        name: str,
        foundation: MeshFoundation,
        gateway: str,
        *,
        access: Access | None = None,
        kms_key: pulumi.Input[str] | None = None,
        after: Sequence[pulumi.Resource] = (),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        gateways = {each.name: each for each in foundation.layout.proxies.values() if each.kind == "gateway"}
        self.proxy = named(gateways, gateway, "virtual gateway")
        access = access or Access()
        described = next(each for each in foundation.plan.virtual_gateways if each.name == gateway)
        problems = list(access.problems(foundation.plan, described, foundation.network))
        if errors(problems):
            raise refused(problems)
        super().__init__("meshwright:index:VirtualGateway", name, {"gateway": gateway}, opts)
        below = pulumi.ResourceOptions(parent=self)
        balancer = LoadBalancer(name, foundation, self.proxy, access, below)
        for effect in balancer.effects:
            pulumi.log.warn(f"Gateway {gateway}: {effect}.", self)
        shared = SharedResources(
            name, foundation, self.proxy.service_name, load_balancer=balancer.group, kms_key=kms_key, opts=below
        )
        sidecar = EnvoySidecar(name, foundation, gateway, shared=shared, after=after, opts=below)
        self.workload = workload(
            name,
            foundation,
            {
                **from_description(foundation, shared, sidecar),
                "after": [*sidecar.first_deployment, *after],
                "load_balancers": [
                    aws.ecs.ServiceLoadBalancerArgs(target_group_arn=each, container_name="envoy", container_port=port)
                    for each, port in zip(balancer.targets, self.proxy.public_ports, strict=True)
                ],
                "belongs_to": balancer.made.arn,
                "opts": below,
            },
        )
        self.service = self.workload.service
        scheme = "https" if access.certificate is not None else "http"
        # Whoever is sent to the load balancer, as by a DNS record, is sent when tasks stand behind it.
        serving = pulumi.Output.all(balancer.made.dns_name, balancer.made.zone_id, self.service.id)
        self.load_balancer_dns = serving.apply(lambda values: str(values[0]))
        self.load_balancer_zone = serving.apply(lambda values: str(values[1]))
        self.url = pulumi.Output.format("{0}://{1}:{2}/", scheme, self.load_balancer_dns, balancer.outside[0])
        self.register_outputs({"url": self.url})
