"""Amazon ECS, as a target."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from meshwright.plan.model import Plan
from meshwright.problems import Problem
from meshwright.targets import ecs
from meshwright.targets.ecs.support import FEATURES
from meshwright.targets.sidecars import ADMIN
from meshwright.targets.target import Network
from meshwright.traffic.verdict import Verdict


@dataclass(frozen=True)
class EcsTarget:
    """One launch type of ECS."""

    kind: str
    features = FEATURES

    def check(self, plan: Plan) -> list[Problem]:
        """See Target."""
        return ecs.check(plan)

    def network(self, plan: Plan, before: Plan | None = None) -> Network:
        """See Target. Addresses follow from the names alone, so `before` changes nothing."""
        return ecs.network(plan)

    def tasks(self, plan: Plan, before: Plan | None = None) -> Mapping[str, object]:
        """See Target."""
        return ecs.tasks(plan)

    def effects(self, before: Plan, plan: Plan) -> Sequence[Verdict]:
        """See Target."""
        return ecs.effects(before, plan)

    def admin_port(self, plan: Plan, proxy: str) -> int:
        """See Target."""
        return ADMIN
