"""Load balancers of virtual gateways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.field_docs import documented
from meshwright.plan.model import Plan, VirtualGateway
from meshwright.problems import Problem
from meshwright.provision.ecs import told
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.network import Network
from meshwright.provision.ecs.options import beside
from meshwright.provision.ecs.rules import MESH, Other, Rules
from meshwright.targets.ecs.load_balancer import HTTP, HTTPS, NETWORK_SILENCE, TLS_POLICY, outside_ports, silence
from meshwright.targets.ecs.model import EcsProxy
from meshwright.targets.ecs.model import LoadBalancer as Described
from meshwright.targets.ecs.platform import platform


@documented
@dataclass(frozen=True)
class Access:
    """The clients of a gateway, and TLS. For example `Access(public=True, certificate=certificate.arn)`."""

    public: bool = False
    """Whether its load balancer is internet-facing. Default: it is internal."""

    clients: Sequence[str] = ()
    """The networks that may connect, as in `"10.0.0.0/8"`.

    Default: all for a public load balancer, only the mesh's own tasks for an internal one.
    """

    certificate: pulumi.Input[str] | None = None
    """The ARN of an ACM certificate. The load balancer then terminates TLS on port 443 for the gateway's first port, and an
    application load balancer redirects port 80 to it.

    Default: every port of the gateway is open, without TLS.
    """

    def outside(self, ports: Sequence[int]) -> list[int]:
        """The load balancer's ports, in the order of the gateway's."""
        return outside_ports(ports, tls=self.certificate is not None)

    def redirects(self, proxy: EcsProxy) -> bool:
        """Whether port 80 redirects clients to TLS. It does not if the gateway uses that port itself."""
        return _of(proxy).redirects and self.certificate is not None and HTTP not in self.outside(proxy.public_ports)

    def problems(self, plan: Plan, gateway: VirtualGateway, network: Network | None) -> Iterator[Problem]:
        """Known values that AWS would reject. `network` is None if it is still to be created."""
        name, application = gateway.name, platform(plan).load_balancers[gateway.name] == "application"
        instead = f'describe load_balancers={{"{name}": "network"}}'
        if network is not None:
            yield from self._without_subnets(name, network, application, instead)
        if self.outside([each.port for each in gateway.listeners]).count(HTTPS) > 1:
            yield Problem(
                "MW402",
                ("gateways", name, "certificate"),
                "one, while another port of the gateway is 443",
                "443 for one port only: with a certificate it is the first one's",
                "put the port with TLS first",
            )
        for each in gateway.listeners[1 if self.certificate is not None else 0 :]:
            if application and each.protocol != "http":
                yield Problem(
                    "MW402",
                    ("gateways", name),
                    f"{each.protocol} on port {each.port}, without TLS",
                    "TLS: an application load balancer accepts HTTP/2 over TLS only",
                    f"pass Access(certificate=...), which is for the first port, or {instead}",
                )

        if not application and self.certificate is not None and silence(plan, gateway) > NETWORK_SILENCE:
            yield Problem(
                "MW321",
                ("gateways", name, "certificate"),
                "one, on a network load balancer, while routes allow more silence than 350 s (Timeout(idle=...))",
                "at most 350 s: a network load balancer with TLS ends connections that are silent for longer",
                "let requests send something meanwhile, or describe "
                f'load_balancers={{"{name}": "application"}}, which waits as long as the routes',
            )

    def _without_subnets(self, name: str, network: Network, application: bool, instead: str) -> Iterator[Problem]:
        field, subnets = ("public_subnets", network.public_subnets) if self.public else ("subnets", network.subnets)
        if self.public and not subnets:
            yield Problem(
                "MW401",
                ("network", field),
                f'none, and gateway "{name}" is public',
                "the subnets of an internet-facing load balancer",
                "pass Network(..., public_subnets=[...]), or leave Access(public=True) out",
            )
        elif application and len(subnets) < 2:
            yield Problem(
                "MW402",
                ("network", field),
                f'{len(subnets)}, for the load balancer of gateway "{name}"',
                "two or more, in different zones, for an application load balancer",
                f"add one, or {instead}",
            )


class LoadBalancer:
    """The load balancer of a gateway, as resources below its component.

    A successor is created, and serves, before it is deleted. So a load balancer is named after what cannot change in
    place, or by Pulumi; its target groups are named after it, because they belong to one load balancer only; and a listener
    is named after its own port, because a load balancer has one for each port.

    `group`: the id of its security group. `targets`: the ARNs of the target groups, in the order of the gateway's ports,
    each known when a listener forwards to it: ECS rejects a target group without a listener. `made`: the load balancer
    itself. `outside`: its ports, in the same order. `effects`: what a change of the arguments does to clients, in words.
    """

    def __init__(
        self, name: str, foundation: MeshFoundation, proxy: EcsProxy, access: Access, below: pulumi.ResourceOptions
    ) -> None:
        self._name, self._foundation, self._proxy, self._access = name, foundation, proxy, access
        self._described, region, tags = _of(proxy), foundation.layout.region, foundation.tags(proxy.name)
        self._common: dict[str, Any] = {"region": region, "tags": tags, "opts": below}
        self._application = self._described.kind == "application"
        self.outside = access.outside(proxy.public_ports)
        called = names.free(names.balanced(f"{name}-{self._described.suffix}"), names.BALANCER)
        called = names.cut(called, names.LOAD_BALANCER - names.AUTO_NAMED)
        subnets = list(foundation.network.public_subnets if access.public else foundation.network.subnets)
        self.effects = list(
            told.of_balancer(
                called,
                public=access.public,
                network=not self._application,
                subnets=subnets,
                ports=[*self.outside, *([HTTP] if access.redirects(proxy) else [])],
                described=set(proxy.public_ports),
            )
        )
        self.group = self._security_group().id
        self.made = aws.lb.LoadBalancer(
            called,
            load_balancer_type=self._described.kind,
            internal=not access.public,
            security_groups=[self.group],
            subnets=subnets,
            **self._own(),
            **self._common,
        )
        self.targets = [
            self._target(port, outside) for port, outside in zip(proxy.public_ports, self.outside, strict=True)
        ]
        if access.redirects(proxy):
            to = aws.lb.ListenerDefaultActionRedirectArgs(status_code="HTTP_301", protocol="HTTPS", port=str(HTTPS))
            action = aws.lb.ListenerDefaultActionArgs(type="redirect", redirect=to)
            self._listener(HTTP, action)

    def _own(self) -> dict[str, Any]:
        """Arguments of one kind only. An application load balancer preserves the host header, which gateway routes match,
        and drops headers with invalid names, which servers interpret differently."""
        if not self._application:
            return {"enable_cross_zone_load_balancing": True}
        return {
            "idle_timeout": self._described.idle_timeout,
            "preserve_host_header": True,
            "drop_invalid_header_fields": True,
        }

    def _security_group(self) -> aws.ec2.SecurityGroup:
        layout = self._foundation.layout
        group = aws.ec2.SecurityGroup(
            names.free(f"{self._name}-balancer", names.GROUP),
            vpc_id=self._foundation.network.vpc,
            description=f"The load balancer of gateway {self._proxy.name} in mesh {layout.mesh}",
            **self._common,
        )
        mesh = Other(MESH, self._foundation.security_group)
        networks = dict.fromkeys(self._access.clients or (["0.0.0.0/0"] if self._access.public else []))
        rules = Rules(f"{self._name}-balancer", group.id, **self._common)
        for port in dict.fromkeys([*self.outside, *([HTTP] if self._access.redirects(self._proxy) else [])]):
            for client in map(Other, networks) if networks else [mesh]:
                rules.accept(port, client, "Clients of the gateway")
        for port in self._proxy.public_ports:
            rules.connect(port, mesh, "Tasks of the gateway")
        return group

    def _target(self, port: int, outside: int) -> pulumi.Output[str]:
        """The ARN of a port's target group, known when a listener forwards to it."""
        described = self._described.target_groups[port]
        group = aws.lb.TargetGroup(
            f"{self._name}-{described.suffix}",
            name=self.made.arn.apply(lambda arn: names.unique(described.name, names.LOAD_BALANCER, arn)),
            port=port,
            protocol=described.protocol,
            protocol_version=described.version,
            target_type="ip",
            vpc_id=self._foundation.network.vpc,
            deregistration_delay=described.deregistration_delay,
            health_check={
                "protocol": "HTTP",
                "path": self._described.health_path,
                "matcher": "200",
                "interval": described.health_interval,
                "timeout": described.health_timeout,
                "healthy_threshold": described.health_threshold,
                "unhealthy_threshold": described.health_threshold,
            },
            **{**self._common, "opts": beside(self._common["opts"])},
        )
        listener = self._listener(
            outside,
            aws.lb.ListenerDefaultActionArgs(type="forward", target_group_arn=group.arn),
            certificate=self._access.certificate if outside == self.outside[0] else None,
            alpn=described.alpn,
        )
        return pulumi.Output.all(group.arn, listener.id).apply(lambda each: str(each[0]))

    def _listener(
        self,
        port: int,
        action: aws.lb.ListenerDefaultActionArgs,
        certificate: pulumi.Input[str] | None = None,
        alpn: str | None = None,
    ) -> aws.lb.Listener:
        plain, secure = ("HTTP", "HTTPS") if self._application else ("TCP", "TLS")
        own: dict[str, Any] = {"protocol": plain}
        if certificate is not None:
            own = {"protocol": secure, "certificate_arn": certificate, "ssl_policy": TLS_POLICY}
            if alpn:
                own["alpn_policy"] = alpn
        elif not self._application and self._described.idle_timeout > NETWORK_SILENCE:
            own["tcp_idle_timeout_seconds"] = self._described.idle_timeout
        return aws.lb.Listener(
            f"{self._name}-{port}{'-http' if self._application else ''}",
            load_balancer_arn=self.made.arn,
            port=port,
            default_actions=[action],
            **own,
            **self._common,
        )


def _of(proxy: EcsProxy) -> Described:
    assert proxy.load_balancer is not None, f"{proxy.name} is no gateway"
    return proxy.load_balancer
