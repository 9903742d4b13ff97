"""Virtual gateways: Envoys behind a load balancer."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.load_balancer import Access, LoadBalancer
from meshwright.provision.ecs.lookup import named
from meshwright.provision.ecs.placement import from_description, workload
from meshwright.provision.ecs.service import SharedResources
from meshwright.provision.ecs.sidecar import EnvoySidecar
from meshwright.provision.stack import refused


class VirtualGateway(pulumi.ComponentResource):
    """One virtual gateway: its Envoys as an ECS service behind a public or internal load balancer. The description chooses
    between a network and an application load balancer (`Fargate(..., load_balancers=...)`).

    `gateway`: its name in the description. `access`: its clients; absent: only the mesh's own tasks. `kms_key`: the ARN of
    the KMS key for its logs; absent: CloudWatch's own encryption. `after`: the ECS services that it sends requests to: its
    tasks start, and a changed bundle is deployed, when they are steady; absent: at once.

    Raises pulumi.RunError (MW401, MW402) if `access` does not fit the network or the gateway, before any resource is
    registered.

    Outputs: `url` (of its first port), `load_balancer_dns`, `load_balancer_zone` (for an alias record), `service`.
    """

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
        if problems := list(access.problems(foundation.plan, described, foundation.network)):
            raise refused(problems)
        super().__init__("meshwright:index:VirtualGateway", name, {"gateway": gateway}, opts)
        below = pulumi.ResourceOptions(parent=self)
        balancer = LoadBalancer(name, foundation, self.proxy, access, below)
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
                "opts": below,
            },
        )
        self.service = self.workload.service
        scheme = "https" if access.certificate is not None else "http"
        self.load_balancer_dns, self.load_balancer_zone = balancer.made.dns_name, balancer.made.zone_id
        self.url = pulumi.Output.format("{0}://{1}:{2}/", scheme, self.load_balancer_dns, balancer.outside[0])
        self.register_outputs({"url": self.url})
