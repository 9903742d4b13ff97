"""The complete result of a comparison."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from meshwright.traffic.diff.change import Change, Spot
from meshwright.traffic.diff.changes import Changes
from meshwright.traffic.diff.fate import Fate
from meshwright.traffic.diff.gateway_echoes import gateway_echoes
from meshwright.traffic.diff.plan_changes import PlanChange
from meshwright.traffic.diff.reach import Reach
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.verdict import LEVELS, Level, Verdict

__all__ = ["LEVELS", "Diff", "Level", "Verdict"]


@dataclass(frozen=True)
class Diff:
    """The change from one side to the other. `verdicts`: the most serious first."""

    sides: Sides
    changes: Changes
    plan_changes: tuple[PlanChange, ...]
    reach: Reach
    verdicts: tuple[Verdict, ...] = ()

    @cached_property
    def gateway_echoes(self) -> Mapping[Change, Spot]:
        """The gateways' changes that a change of a service already reports, each with that service."""
        return gateway_echoes(self.changes.requests)

    @property
    def own(self) -> tuple[Change, ...]:
        """The changes that no other change reports."""
        return tuple(each for each in self.changes.requests if each not in self.gateway_echoes)

    def where(self, holds: Callable[[Fate, Fate], bool]) -> list[Change]:
        """The changes whose fates all satisfy a condition. Of two that report the same requests, the wider one."""
        found = [each for each in self.own if all(holds(*pair) for pair in each.fates)]
        return [each for each in found if not any(_is_in(each, other) for other in found)]

    @property
    def same(self) -> bool:
        """Whether nothing differs: no request, no part of the plan, no proxy's configuration, no task."""
        reach = self.reach
        reached = reach.configured or reach.replaced or reach.added or reach.removed or reach.scaled
        return not (self.changes.requests or self.changes.untold or self.plan_changes or reached)

    @property
    def level(self) -> Level:
        """The most serious of the verdicts; safe where there is none."""
        return max((each.level for each in self.verdicts), key=LEVELS.index, default="safe")


def _is_in(one: Change, other: Change) -> bool:
    return one.spot == other.spot and one.callers == other.callers and set(one.fates) < set(other.fates)
