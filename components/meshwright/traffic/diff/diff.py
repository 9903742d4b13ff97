"""What a change does to traffic, whole."""

from dataclasses import dataclass
from typing import Literal

from meshwright.traffic.diff.changes import Changes
from meshwright.traffic.diff.part import Part
from meshwright.traffic.diff.reach import Reach
from meshwright.traffic.diff.side import Sides

Level = Literal["safe", "careful", "unsafe"]
LEVELS: tuple[Level, ...] = ("safe", "careful", "unsafe")
"""From the least to the most serious."""


@dataclass(frozen=True)
class Verdict:
    """A judgement of one thing that a change does. `about`: the part of the mesh. `steps`: the safer way, one step after
    the other, each applied before the next; empty where there is none, or none is needed."""

    level: Level
    about: str
    reason: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Diff:
    """The change from one side to the other. `verdicts`: the most serious first."""

    sides: Sides
    changes: Changes
    parts: tuple[Part, ...]
    reach: Reach
    verdicts: tuple[Verdict, ...] = ()

    @property
    def same(self) -> bool:
        """Whether nothing differs: no request, no part, no proxy's configuration, no task."""
        reach = self.reach
        reached = reach.configured or reach.replaced or reach.added or reach.removed
        return not (self.changes.requests or self.changes.untold or self.parts or reached)

    @property
    def level(self) -> Level:
        """The most serious of the verdicts; safe where there is none."""
        return max((each.level for each in self.verdicts), key=LEVELS.index, default="safe")
