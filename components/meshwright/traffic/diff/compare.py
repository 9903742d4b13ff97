"""Compares two sides."""

from dataclasses import replace

from meshwright.traffic.diff.changes import changes
from meshwright.traffic.diff.diff import Diff
from meshwright.traffic.diff.plan_changes import plan_changes
from meshwright.traffic.diff.reach import reach
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.diff.verdicts import STEP, judge


def compare(sides: Sides, step: int = STEP) -> Diff:
    """What the change from the old side to the new one does to traffic.

    `step`: by how many percent a share of requests may rise at once before a verdict reports it.
    """
    found = Diff(sides, changes(sides), plan_changes(sides.old.plan, sides.new.plan), reach(sides))
    return replace(found, verdicts=judge(found, step))
