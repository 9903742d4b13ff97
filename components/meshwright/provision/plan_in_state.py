"""The plan in the stack's state: read before a change, marked as begun, written when every resource exists."""

from dataclasses import replace
from typing import Any

import pulumi

from meshwright.plan import Plan, stack_state, stored
from meshwright.problems import ProblemsFound, Severity, render
from meshwright.provision import state


class PlanInState:
    """The plan that a MeshEnvironment stores in the stack's state. Constructed before the first resource.

    `before`: the plan of the last `up` that finished; None if there is none, or if it cannot be read, which is reported as
    a warning.
    """

    def __init__(self, name: str, plan: Plan) -> None:
        self.name, self.plan, self.text = name, plan, stored.store(plan)
        found = [each for each in stack_state.stored_plans(state.resources()) if each.name == name]
        last = found[0] if found else stack_state.StoredPlan(name, None, 0, 0)
        self.change = last.next(self.text)
        self.before: Plan | None = None
        self._resources: list[pulumi.CustomResource] = []
        if last.text is None:
            return
        try:
            self.before = last.plan()
            advice = last.unfinished()
        except ProblemsFound as error:
            advice = [replace(each, path=(name,), override=Severity.ADVICE) for each in error.problems]
        if advice:
            pulumi.log.warn(render(advice))

    def watched(self, opts: pulumi.ResourceOptions | None) -> pulumi.ResourceOptions:
        """The component's options, with a transformation that records every resource below it."""
        return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(transformations=[self._note]))

    def begin(self, parent: pulumi.Resource) -> None:
        """Marks the change as begun. Call it before the first resource is registered."""
        kind, name = stack_state.CHANGE, f"{self.name}-change"
        pulumi.ComponentResource(kind, name, {}, pulumi.ResourceOptions(parent=parent)).register_outputs(
            {"begun": self.change}
        )

    def tell(self, on: pulumi.Resource) -> None:
        """Reports what the change does to traffic, if a plan is deployed."""
        if self.before is not None:
            from meshwright.provision.difference import tell  # a large import that only a change needs

            tell(self.before, self.plan, on)

    def outputs(self) -> dict[str, Any]:
        """The outputs that store the plan. They are known when every resource below the component exists."""
        return {"plan": pulumi.Output.from_input(self._text_at_last()), "change": self.change}

    async def _text_at_last(self) -> str:
        """The plan, once all resources are registered. One task waits for all of them instead of an Output for each."""
        for each in self._resources:
            await each.urn.future()
        return self.text

    def _note(self, args: pulumi.ResourceTransformationArgs) -> None:
        if isinstance(args.resource, pulumi.CustomResource):
            self._resources.append(args.resource)
