"""Everything of one description, as one component."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi

from meshwright.description.environment import Environment
from meshwright.plan.deployed import ENVIRONMENT
from meshwright.provision.deployed import KeptPlan
from meshwright.provision.stack import decide

if TYPE_CHECKING:
    from meshwright.provision.ecs.load_balancer import Access
    from meshwright.provision.ecs.network import Network
    from meshwright.provision.ecs.override import Override


class MeshEnvironment(pulumi.ComponentResource):
    """The mesh of a description, on the platform that it names.

    `environment`: the description. Every problem in it, and in the other arguments, is raised as one pulumi.RunError before
    the first resource.

    On this machine: `state`, the folder for state and logs; absent: `.meshwright/<environment>`.

    On ECS: `network`, where it runs; absent: the stack's setting `meshwright:network`, else a small one is made, except for
    production. `cluster`, the ARN or name of an ECS cluster; absent: the setting `meshwright:cluster`, else one is made.
    `capacity_provider`, the name of the cluster's, for EC2; absent: machines are added to the cluster that is made.
    `overrides`, what teams have as Outputs, by virtual node; absent: all is as described. `gateways`, who reaches a
    gateway, by name; absent: the setting `meshwright:gateways`, else it is internal. `givens`, a value for each `Given`;
    absent: there is none. `secrets`, the ARN of each `Secret`; absent: AWS Secrets Manager is asked. `alarms`, the ARNs of
    CloudWatch alarms that roll configuration back; absent: only the mesh's own does, on refused configurations. `kms_key`,
    the ARN of the key for logs; absent: CloudWatch's own. `again`, a reason by node to deploy its bundle once more; absent:
    the setting `meshwright:again`.

    Outputs, by name: `gateways` (URLs); on this machine also `admin` (each Envoy's admin URL) and `logs` (each Envoy's
    access log); on ECS also `load_balancers` (DNS names) and `security_group` (of every task of the mesh, for what lets
    them in). The plan, redacted, is kept in the stack's state, where the next preview finds it.
    """

    def __init__(
        self,
        name: str,
        environment: Environment,
        *,
        state: str | Path | None = None,
        network: "Network | None" = None,
        cluster: pulumi.Input[str] | None = None,
        capacity_provider: pulumi.Input[str] | None = None,
        overrides: "Mapping[str, Override] | None" = None,
        gateways: "Mapping[str, Access] | None" = None,
        givens: Mapping[str, pulumi.Input[str]] | None = None,
        secrets: Mapping[str, pulumi.Input[str]] | None = None,
        alarms: Sequence[pulumi.Input[str]] = (),
        kms_key: pulumi.Input[str] | None = None,
        again: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        plan = decide(environment)
        kept = KeptPlan(name, plan)
        if plan.platform.kind == "local":
            from meshwright.provision.local import LocalEnvironment  # needs the extra `local`

            local = LocalEnvironment(plan, state)
            super().__init__(ENVIRONMENT, name, {}, kept.watched(opts))
            kept.begin(self)
            self._outputs = local.provision(self)
        else:
            from meshwright.provision.ecs import (
                mesh as ecs,
            )  # needs the extra `aws`; loads pulumi_aws, which a local mesh does without
            from meshwright.provision.ecs import settings

            given = ecs.Arguments(
                network=network or settings.network(),
                cluster=settings.cluster() if cluster is None else cluster,
                capacity_provider=capacity_provider,
                overrides=overrides or {},
                gateways=settings.gateways() if gateways is None else gateways,
                givens=givens or {},
                secrets=secrets or {},
                alarms=alarms,
                kms_key=kms_key,
                again=again,
            )
            ready = ecs.Ready(plan, given, opts)
            super().__init__(ENVIRONMENT, name, {}, kept.watched(opts))
            kept.begin(self)
            self._outputs = ready.provision(self, name)
        for output, value in self._outputs.items():
            setattr(self, output, pulumi.Output.from_input(value))
        kept.tell(self)
        self.register_outputs({**self._outputs, **kept.outputs()})

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> pulumi.Output[Any]: ...

    def export(self) -> None:
        """Makes the outputs those of the stack."""
        for output in self._outputs:
            pulumi.export(output, getattr(self, output))
