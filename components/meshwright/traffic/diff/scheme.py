"""Which schemes requests can have at a spot."""

from meshwright.traffic.diff.condition import Subject
from meshwright.traffic.diff.example import Example
from meshwright.traffic.diff.place import Spot
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.explain import explain
from meshwright.traffic.explanation import Explanation


def schemes(sides: Sides, spot: Spot) -> tuple[str, ...]:
    """A gateway that clients reach without TLS refuses https."""
    asked = explained(sides, spot, Example({Subject("header", ":scheme"): ("https",)}))
    return ("http",) if any(each.outcome == "refused" for each in asked) else ("http", "https")


def explained(sides: Sides, spot: Spot, example: Example) -> tuple[Explanation, Explanation]:
    """What becomes of an example, before and after."""
    request = example.request(spot.authority)
    old, new = (explain(side.snapshots[spot.proxy], request, spot.listener) for side in (sides.old, sides.new))
    return old, new
