"""Virtual gateways: Envoys behind a network load balancer."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.problems import Problem
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.lookup import named
from meshwright.provision.ecs.placement import workload
from meshwright.provision.ecs.service import SharedResources
from meshwright.provision.ecs.sidecar import EnvoySidecar
from meshwright.provision.stack import refused
from meshwright.targets.ecs.model import EcsProxy


@dataclass(frozen=True)
class Access:
    """Who reaches a gateway, and how.

    `public`: whether its load balancer faces the internet; absent: it is internal. `clients`: the networks that may
    connect, as in "10.0.0.0/8"; absent: the whole internet for a public one, nobody but the mesh's own tasks for an
    internal one. `certificate`: the ARN of an ACM certificate, with which the load balancer takes TLS on 443 for the
    gateway's first port; absent: every port of the gateway is taken as it is, without TLS.
    """

    public: bool = False
    clients: Sequence[str] = ()
    certificate: pulumi.Input[str] | None = None


class VirtualGateway(pulumi.ComponentResource):
    """One virtual gateway: its Envoys as an ECS service, behind a network load balancer, public or internal.

    `gateway`: its name in the description. `access` absent: internal, for the mesh's own tasks. `kms_key`: the ARN of the
    key for its logs; absent: CloudWatch's own. `after`: the ECS services that it sends requests to: its tasks start,
    and a changed bundle is deployed, when they are steady; absent: at once.

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
        if access.public and not foundation.network.public_subnets:
            raise refused([no_public_subnets(gateway)])
        super().__init__("meshwright:index:VirtualGateway", name, {"gateway": gateway}, opts)
        below = pulumi.ResourceOptions(parent=self)
        region, tags = foundation.layout.region, foundation.tags(gateway)
        group = self._group(name, foundation, access)
        shared = SharedResources(
            name, foundation, self.proxy.service_name, load_balancer=group.id, kms_key=kms_key, opts=below
        )
        balancer = aws.lb.LoadBalancer(
            f"{name}-balancer", load_balancer_type="network", internal=not access.public,
            subnets=list(foundation.network.public_subnets if access.public else foundation.network.subnets),
            security_groups=[group.id], enable_cross_zone_load_balancing=True,
            name=_fitting(foundation, gateway), region=region, tags=tags, opts=below,
        )  # fmt: skip
        groups = [self._target(name, foundation, balancer, access, at) for at in range(len(self.proxy.public_ports))]
        sidecar = EnvoySidecar(name, foundation, gateway, shared=shared, after=after, opts=below)
        self.workload = workload(
            name, foundation, shared, sidecar, containers=sidecar.containers, after=[*sidecar.first_deployment, *after],
            load_balancers=[
                aws.ecs.ServiceLoadBalancerArgs(target_group_arn=each, container_name="envoy", container_port=port)
                for each, port in zip(groups, self.proxy.public_ports, strict=True)
            ],
            opts=below,
        )  # fmt: skip
        self.service = self.workload.service
        scheme = "https" if access.certificate is not None else "http"
        self.load_balancer_dns, self.load_balancer_zone = balancer.dns_name, balancer.zone_id
        self.url = pulumi.Output.format("{0}://{1}:{2}/", scheme, balancer.dns_name, _outside(access, self.proxy, 0))
        self.register_outputs({"url": self.url})

    def _group(self, name: str, foundation: MeshFoundation, access: Access) -> aws.ec2.SecurityGroup:
        clients = list(access.clients or (["0.0.0.0/0"] if access.public else []))
        layout = foundation.layout
        ports = [_outside(access, self.proxy, at) for at in range(len(self.proxy.public_ports))]
        return aws.ec2.SecurityGroup(
            f"{name}-balancer", vpc_id=foundation.network.vpc,
            description=f"The load balancer of gateway {self.proxy.name} in mesh {layout.mesh}",
            ingress=[
                {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": clients,
                 "security_groups": [] if clients else [foundation.security_group],
                 "description": "Clients of the gateway"}
                for port in ports
            ],
            egress=[
                {"protocol": "tcp", "from_port": port, "to_port": port, "security_groups": [foundation.security_group],
                 "description": "The gateway's tasks"}
                for port in self.proxy.public_ports
            ],
            region=layout.region, tags=foundation.tags(self.proxy.name), opts=pulumi.ResourceOptions(parent=self),
        )  # fmt: skip

    def _target(
        self, name: str, foundation: MeshFoundation, balancer: aws.lb.LoadBalancer, access: Access, at: int
    ) -> pulumi.Output[str]:
        """The ARN of a port's target group, known when a listener leads there: ECS refuses one that no listener has."""
        port, below = self.proxy.public_ports[at], pulumi.ResourceOptions(parent=self)
        region, tags = foundation.layout.region, foundation.tags(self.proxy.name)
        group = aws.lb.TargetGroup(
            f"{name}-{port}", name=_fitting(foundation, f"{self.proxy.name}-{port}"), port=port, protocol="TCP",
            target_type="ip", vpc_id=foundation.network.vpc, deregistration_delay=60,
            # What no route takes is answered with 404; an Envoy that drains says 503.
            health_check={"protocol": "HTTP", "path": "/", "matcher": "200-499", "interval": 10, "timeout": 5,
                          "healthy_threshold": 2, "unhealthy_threshold": 2},
            region=region, tags=tags, opts=below,
        )  # fmt: skip
        tls = access.certificate is not None and at == 0
        listener = aws.lb.Listener(
            f"{name}-{port}", load_balancer_arn=balancer.arn, port=_outside(access, self.proxy, at),
            protocol="TLS" if tls else "TCP", certificate_arn=access.certificate if tls else None,
            ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06" if tls else None,
            default_actions=[{"type": "forward", "target_group_arn": group.arn}], region=region, tags=tags, opts=below,
        )  # fmt: skip
        return pulumi.Output.all(group.arn, listener.id).apply(lambda each: str(each[0]))


def _outside(access: Access, proxy: EcsProxy, at: int) -> int:
    """The load balancer's port for one of the gateway's."""
    return 443 if access.certificate is not None and at == 0 else proxy.public_ports[at]


def _fitting(foundation: MeshFoundation, part: str) -> str:
    """A name of at most 32 characters. A longer one is cut, with a digest of all of it, so that it stays the only one."""
    layout = foundation.layout
    name = names.owned(layout.mesh, layout.environment, part)
    if len(name) <= 32:
        return name
    return f"{name[:25].rstrip('-')}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def no_public_subnets(gateway: str) -> Problem:
    """That a gateway is public, and the network has nowhere for its load balancer."""
    return Problem(
        "MW401", ("network", "public_subnets"), f'none, and gateway "{gateway}" is public',
        "the subnets for a load balancer that faces the internet",
        "pass Network(..., public_subnets=[...]), or leave Access(public=True) out",
    )  # fmt: skip
