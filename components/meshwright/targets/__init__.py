"""What a platform must have for a plan, as plain values."""

from collections.abc import Mapping

from meshwright.plan.model import Plan
from meshwright.problems import Problem
from meshwright.targets import ecs, local
from meshwright.targets.network import Network

__all__ = ["Network", "check", "site", "tasks"]


def check(plan: Plan) -> list[Problem]:
    """What is wrong with a plan for its own platform, advice included. This machine is asked when the mesh goes up."""
    return [] if plan.platform.kind == "local" else ecs.check(plan)


def site(plan: Plan, before: Plan | None = None) -> Network:
    """Where each proxy of the plan stands. `before`: the plan that it follows on this machine, whose ports it keeps."""
    return local.after(plan, before).network if plan.platform.kind == "local" else ecs.network(plan)


def tasks(plan: Plan, before: Plan | None = None) -> Mapping[str, object]:
    """What the tasks of each virtual node and gateway are made of, by name: where two plans differ, they are replaced.

    Nodes that another team runs have none here. `before`: see `site`.
    """
    return local.tasks(plan, before) if plan.platform.kind == "local" else ecs.tasks(plan)
