"""Everything of one description, as one component."""

from __future__ import annotations

from typing import Any, Generic, overload

import pulumi

from meshwright.description.environment import Environment
from meshwright.field_docs import documented_component
from meshwright.plan.stack_state import ENVIRONMENT
from meshwright.provision.plan_in_state import PlanInState
from meshwright.provision.platform import Its, Outputs, Platform, argument
from meshwright.provision.stack import decide


@documented_component
class MeshEnvironment(pulumi.ComponentResource, Generic[Its]):
    """The mesh of a description, on the platform that the description names.

    Every problem is raised as one pulumi.RunError before the first resource is registered. The redacted plan is stored in
    the stack's state; the next preview compares with it.

    Args:
        name: The name of the component. The names of its resources begin with it.
        environment: The description.
        platform: What the description leaves open: `provision.Ecs(...)` for ECS, `provision.Local(...)` for
            this machine. Default: the defaults of that class and, on ECS, the stack's settings.
        opts: Pulumi's options of the component. Default: none.
    """

    outputs: Its
    """The outputs of the platform: `EcsOutputs` or `LocalOutputs`."""

    @overload
    def __init__(
        self: MeshEnvironment[Outputs],
        name: str,
        environment: Environment,
        *,
        platform: None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        name: str,
        environment: Environment,
        *,
        platform: Platform[Its],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None: ...

    def __init__(
        self,
        name: str,
        environment: Environment,
        *,
        platform: Platform[Any] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        plan = decide(environment)
        stored = PlanInState(name, plan)
        provision = argument(plan, platform).prepare(name, plan, opts)
        super().__init__(ENVIRONMENT, name, {}, stored.watched(opts))
        stored.begin(self)
        self.outputs = provision(self, name)
        stored.tell(self)
        self.register_outputs({**self.outputs.values(), **stored.outputs()})

    def export(self) -> None:
        """Exports the outputs as outputs of the stack."""
        for name, value in self.outputs.values().items():
            pulumi.export(name, pulumi.Output.from_input(value))
