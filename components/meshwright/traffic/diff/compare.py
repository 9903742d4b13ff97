"""Two sides compared."""

from dataclasses import replace

from meshwright.traffic.diff.changes import changes
from meshwright.traffic.diff.diff import Diff
from meshwright.traffic.diff.part import parts
from meshwright.traffic.diff.reach import reach
from meshwright.traffic.diff.side import Side, Sides
from meshwright.traffic.diff.verdicts import STEP, judge


def compare(old: Side, new: Side, step: int = STEP) -> Diff:
    """What the change from `old` to `new` does to traffic.

    `step`: by how many percent a share of requests may rise at once before a verdict says so.
    """
    sides = Sides(old, new)
    found = Diff(sides, changes(sides), parts(old.plan, new.plan), reach(sides))
    return replace(found, verdicts=judge(found, step))
