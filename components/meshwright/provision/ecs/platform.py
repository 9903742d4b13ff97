"""What a program knows of the ECS that its mesh runs on, and what it gets back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pulumi

from meshwright.field_docs import documented
from meshwright.plan import Plan
from meshwright.plan.model import Ec2Platform
from meshwright.problems import Problem, did_you_mean
from meshwright.provision.ecs import identity, settings
from meshwright.provision.ecs.kinds import wrong_kinds
from meshwright.provision.ecs.load_balancer import Access
from meshwright.provision.ecs.mesh import EcsMesh
from meshwright.provision.ecs.network import Network
from meshwright.provision.ecs.override import Override
from meshwright.provision.ecs.preflight import Preflight, no_capacity
from meshwright.provision.platform import Outputs, Platform, Provision
from meshwright.provision.stack import refused


@documented
@dataclass(frozen=True)
class EcsOutputs(Outputs):
    """What a mesh on ECS tells its program."""

    load_balancers: Mapping[str, pulumi.Output[str]]
    """The DNS name of each gateway's load balancer, by the gateway's name."""

    security_group: pulumi.Output[str]
    """The id of the security group of every task of the mesh: allow it where tasks connect to."""


@documented
@dataclass(frozen=True)
class Ecs(Platform[EcsOutputs]):
    """Where a mesh runs on ECS, and what its team has as Pulumi Outputs."""

    network: Network | None = None
    """The VPC and subnets. Default: the stack's setting `meshwright:network`, else a small network is created, except for
    production."""

    cluster: pulumi.Input[str] | None = None
    """The ARN or name of an ECS cluster. Default: the stack's setting `meshwright:cluster`, else one is created."""

    capacity_provider: pulumi.Input[str] | None = None
    """The name of the cluster's capacity provider, for EC2. Default: EC2 instances join the cluster that is created."""

    overrides: Mapping[str, Override] = field(default_factory=dict)
    """Images, variables, permissions and volumes that the team has as Outputs, by virtual node. Default: as described."""

    gateways: Mapping[str, Access] | None = None
    """Who can reach each virtual gateway, by name. Default: the stack's setting `meshwright:gateways`, else internal."""

    givens: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """A value for each `Given` of the description. Default: the description has none."""

    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """The ARN of each `Secret` of the description. Default: it is looked up by name in AWS Secrets Manager, with its KMS
    key; the key of one that is given by its ARN stands in the node's `Override(kms_key)`."""

    alarms: Sequence[pulumi.Input[str]] = ()
    """The ARNs of CloudWatch alarms that roll configuration back. Default: only the mesh's own alarm on configuration that
    an Envoy rejects."""

    container_insights: bool = False
    """Whether CloudWatch collects metrics of each container, in the cluster that is created: CloudWatch charges for each
    metric. Default: it does not. A cluster that is given keeps its own setting."""

    maximum_percent: int = 200
    """How many tasks of a service may run during a deployment, in percent of those that it has: more than 100, at most 200.
    Old tasks are stopped as new ones are healthy, never before. A smaller value needs fewer machines, and takes longer.
    Default: 200, all new tasks beside the old ones."""

    kms_key: pulumi.Input[str] | None = None
    """The ARN of the KMS key for logs. Default: CloudWatch's own encryption."""

    redeploy: Mapping[str, str] | None = None
    """A reason by node to deploy its bundle once more, after a rollback. Default: the stack's setting
    `meshwright:redeploy`."""

    def prepare(self, name: str, plan: Plan, opts: pulumi.ResourceOptions | None) -> Provision[EcsOutputs]:
        """See Platform."""
        if problems := wrong_kinds(self):
            raise refused(problems)
        given = replace(
            self,
            network=self.network or settings.network(),
            cluster=settings.cluster() if self.cluster is None else self.cluster,
            gateways=settings.gateways() if self.gateways is None else self.gateways,
        )
        moved = identity.problems(f"{name}-mesh", plan, given.network, f"{name}-network")
        found = [*given.problems(plan), *moved]
        preflight = Preflight(
            plan, given.givens, given.alarms, given.redeploy, opts, found, given.network, given.maximum_percent
        )

        def provision(parent: pulumi.ComponentResource, name: str) -> EcsOutputs:
            mesh = EcsMesh(parent, name, preflight, given)
            return EcsOutputs(
                gateways={gateway: each.url for gateway, each in mesh.gateways.items()},
                load_balancers={gateway: each.load_balancer_dns for gateway, each in mesh.gateways.items()},
                security_group=mesh.foundation.security_group,
            )

        return provision

    def problems(self, plan: Plan) -> list[Problem]:
        """What is wrong in the arguments, as far as it is known before the resources."""
        found = [] if self.network or not plan.production else [_no_network(plan)]
        if isinstance(plan.platform, Ec2Platform) and self.cluster is not None and self.capacity_provider is None:
            found.append(no_capacity())
        found += self.network.problems() if self.network else []
        gateways = self.gateways or {}
        nodes = [each.name for each in plan.virtual_nodes if each.has_proxy]
        found += _unknown("overrides", self.overrides, nodes, "virtual node")
        found += _unknown("gateways", gateways, [each.name for each in plan.virtual_gateways], "virtual gateway")
        for name, override in self.overrides.items():
            found += override.problems(("overrides", name))
        for each in plan.virtual_gateways:
            found += gateways.get(each.name, Access()).problems(plan, each, self.network)
        return found


def _unknown(argument: str, given: Iterable[str], known: Sequence[str], kind: str) -> list[Problem]:
    return [
        Problem(
            "MW403",
            (argument, name),
            f'"{name}"',
            f"a {kind} of the description",
            did_you_mean(name, known, "leave it out"),
        )
        for name in given
        if name not in known
    ]


def _no_network(plan: Plan) -> Problem:
    return Problem(
        "MW401",
        ("network",),
        f"no network for {plan.environment}",
        "the VPC and subnets of production",
        "pass platform=provision.Ecs(network=provision.Network(vpc=..., subnets=[...])); only other environments get one",
    )
