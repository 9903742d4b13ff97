"""The metric of configurations that an Envoy has refused: what an alarm watches that rolls them back."""

from meshwright.plan.model import Plan
from meshwright.targets.ecs.model import Rejection, Strategy

_PATTERN = '{ $.state = "rejected" }'
"""What the agent says when it has put the last good configuration back: a line of JSON. Source of the syntax:
CloudWatch Logs user guide, "Filter pattern syntax"."""


def rejection(plan: Plan, strategy: Strategy, *, inline: bool) -> Rejection | None:
    """None where there is nothing to roll back: without AppConfig, or where a deployment is over at once, unwatched."""
    if inline or not strategy.duration + strategy.bake:
        return None
    return Rejection(_PATTERN, f"Meshwright/{plan.mesh}/{plan.environment}", "RejectedConfigurations")
