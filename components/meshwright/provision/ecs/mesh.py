"""A whole mesh on ECS."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.plan.model import Ec2Platform
from meshwright.provision.ecs.ec2 import Ec2Capacity
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.gateway import VirtualGateway
from meshwright.provision.ecs.network import DevelopmentNetwork
from meshwright.provision.ecs.node import VirtualNode
from meshwright.provision.ecs.preflight import Preflight
from meshwright.provision.ecs.service import SharedResources, VirtualService
from meshwright.targets.ecs.model import EcsProxy
from meshwright.targets.ecs.platform import ARCHITECTURES
from meshwright.targets.ecs.tags import tags

if TYPE_CHECKING:
    from meshwright.provision.ecs.platform import Ecs


class EcsMesh:
    """Registers the components below `parent`, each named after it."""

    def __init__(self, parent: pulumi.ComponentResource, name: str, preflight: Preflight, given: "Ecs") -> None:
        plan, region = preflight.plan, preflight.layout.region
        self.name, self.plan, self.given = name, plan, given
        self.below = pulumi.ResourceOptions(parent=parent)
        if preflight.layout.appconfig is None:
            pulumi.log.info(
                "Configuration is delivered inline: a change of it replaces the tasks of the callers.", parent
            )
        labels = tags(plan.mesh, plan.environment)
        network = given.network
        if network is None:
            network = DevelopmentNetwork(f"{name}-network", region=region, tags=labels, opts=self.below).network
        cluster, provider = given.cluster, given.capacity_provider
        if cluster is None:
            own = aws.ecs.Cluster(
                f"{name}-cluster",
                name=names.owned(plan.mesh, plan.environment),
                region=region,
                tags=labels,
                opts=self.below,
                # Said in either case: the account's own default may be the other one.
                settings=[
                    {"name": "containerInsights", "value": "enabled" if given.container_insights else "disabled"}
                ],
            )
            cluster = own.arn
            if isinstance(plan.platform, Ec2Platform) and provider is None:
                provider = Ec2Capacity(
                    f"{name}-capacity",
                    region=region,
                    cluster=own.name,
                    vpc=network.vpc,
                    subnets=network.subnets,
                    architecture=ARCHITECTURES[plan.platform.architecture],
                    tags=labels,
                    opts=self.below,
                ).provider
        self.foundation = MeshFoundation(
            f"{name}-mesh",
            preflight,
            network=network,
            cluster=cluster,
            capacity_provider=provider,
            givens=given.givens,
            secrets=given.secrets,
            alarms=given.alarms,
            maximum_percent=given.maximum_percent,
            kms_key=given.kms_key,
            opts=self.below,
        )
        self.services: dict[str, pulumi.Resource] = {}
        # Calls may form a cycle, so the deployments of bundles get their dependencies when all nodes are registered.
        self._described = asyncio.get_running_loop().create_future()
        self.gateways: dict[str, VirtualGateway] = {}
        try:
            self._nodes()
        finally:
            self._described.set_result(None)
        self._gateways()

    def _nodes(self) -> None:
        shared: dict[str, tuple[SharedResources, pulumi.Resource]] = {}
        for service in self.plan.virtual_services:
            made = VirtualService(
                self._named(service.name), self.foundation, service.name, kms_key=self.given.kms_key, opts=self.below
            )
            if made.shared is not None:
                shared[service.name] = (made.shared, made)
        for proxy in self._in_order():
            if proxy.service_name not in shared:
                own = SharedResources(
                    self._named(proxy.service_name),
                    self.foundation,
                    proxy.service_name,
                    kms_key=self.given.kms_key,
                    opts=self.below,
                )
                shared[proxy.service_name] = (own, own)
            resources, parent = shared[proxy.service_name]
            self.services[proxy.name] = VirtualNode(
                self._named(proxy.name),
                self.foundation,
                proxy.name,
                shared=resources,
                override=self.given.overrides.get(proxy.name),
                after=self._targets(proxy.looks_up),
                first_after=self._standing(proxy.looks_up),
                opts=pulumi.ResourceOptions(parent=parent),
            ).service

    def _gateways(self) -> None:
        for proxy in self.foundation.layout.proxies.values():
            if proxy.kind == "gateway":
                self.gateways[proxy.name] = VirtualGateway(
                    self._named(proxy.name),
                    self.foundation,
                    proxy.name,
                    access=(self.given.gateways or {}).get(proxy.name),
                    kms_key=self.given.kms_key,
                    after=self._standing(proxy.looks_up),
                    opts=self.below,
                )

    def _in_order(self) -> list[EcsProxy]:
        """The nodes: those that are called before their callers, except in a cycle. A caller's first tasks start when the
        services that it calls are steady."""
        nodes = {name: each for name, each in self.foundation.layout.proxies.items() if each.kind == "node"}
        found: dict[str, EcsProxy | None] = {}

        def visit(name: str) -> None:
            if name in nodes and name not in found:
                found[name] = None
                for target in nodes[name].looks_up:
                    visit(target)
                del found[name]
                found[name] = nodes[name]

        for name in nodes:
            visit(name)
        return [each for each in found.values() if each is not None]

    def _targets(self, nodes: Sequence[str]) -> pulumi.Input[Sequence[pulumi.Resource]]:
        """The ECS services of those nodes: once all are registered; or those registered so far, if tasks wait for them."""
        if self.foundation.layout.appconfig is None:
            return self._standing(nodes)
        return pulumi.Output.from_input(self._described).apply(lambda _: self._standing(nodes))

    def _standing(self, nodes: Sequence[str]) -> list[pulumi.Resource]:
        return [self.services[node] for node in nodes if node in self.services]

    def _named(self, part: str) -> str:
        return f"{self.name}-{part.replace('.', '-')}"
