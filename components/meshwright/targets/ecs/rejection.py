"""The metric of configurations that an Envoy rejects. An alarm on it rolls them back."""

from meshwright.plan.model import Plan
from meshwright.targets.ecs.model import Rejection, Strategy

_PATTERN = '{ $.state = "rejected" }'
"""The log entry of an agent that has restored the last good configuration: a line of JSON. Source of the syntax:
CloudWatch Logs user guide, "Filter pattern syntax"."""


def rejection(plan: Plan, strategy: Strategy) -> Rejection | None:
    """None if nothing can be rolled back: a deployment has no duration and no bake time."""
    if not strategy.duration + strategy.bake:
        return None
    return Rejection(_PATTERN, f"Meshwright/{plan.mesh}/{plan.environment}", "RejectedConfigurations")
