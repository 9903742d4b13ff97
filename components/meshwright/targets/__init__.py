"""What a platform must have for a plan, as plain values."""

from meshwright.plan.model import Plan
from meshwright.targets import local, loopback
from meshwright.targets.network import Network

__all__ = ["Network", "site"]


def site(plan: Plan) -> Network:
    """Where each proxy of the plan stands: on its own platform where that is built, else with loopback capture."""
    return local.layout(plan).network if plan.platform.kind == "local" else loopback.network(plan)
