"""What a platform must have for a plan, as plain values."""

from meshwright.plan.model import Plan
from meshwright.targets import ecs, local
from meshwright.targets.network import Network

__all__ = ["Network", "site"]


def site(plan: Plan) -> Network:
    """Where each proxy of the plan stands."""
    return local.layout(plan).network if plan.platform.kind == "local" else ecs.network(plan)
