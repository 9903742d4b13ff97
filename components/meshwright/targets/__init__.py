"""What a platform must have for a plan, as plain values. Each function asks the target of the plan's platform."""

from collections.abc import Mapping, Sequence

from meshwright.plan.model import Plan
from meshwright.problems import Problem
from meshwright.targets.table import TARGETS, target
from meshwright.targets.target import Network, Target
from meshwright.traffic.verdict import Verdict

__all__ = ["TARGETS", "Network", "Target", "check", "effects", "network", "target", "tasks"]


def check(plan: Plan) -> list[Problem]:
    """Every problem of the plan on its platform, advice included: features that are not supported, then all others."""
    found = target(plan)
    return [*found.features.problems(plan), *found.check(plan)]


def network(plan: Plan, before: Plan | None = None) -> Network:
    """See Target.network."""
    return target(plan).network(plan, before)


def tasks(plan: Plan, before: Plan | None = None) -> Mapping[str, object]:
    """See Target.tasks."""
    return target(plan).tasks(plan, before)


def effects(before: Plan, plan: Plan) -> Sequence[Verdict]:
    """See Target.effects."""
    return target(plan).effects(before, plan)
