"""From the description to the plan. The only part of the plan that imports the description's types."""

from meshwright.plan.resolve.environment import resolve, try_resolve

__all__ = ["resolve", "try_resolve"]
