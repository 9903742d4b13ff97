"""What a change of the description does to traffic: by requests, not by lines."""

from meshwright.traffic.diff.compare import compare
from meshwright.traffic.diff.diff import Diff, Level, Verdict
from meshwright.traffic.diff.side import Side, Sides

__all__ = ["Diff", "Level", "Side", "Sides", "Verdict", "compare"]
