"""Which schemes the requests of a pair can have."""

from meshwright.traffic.diff.host_pairs import HostPair
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.explain import explain
from meshwright.traffic.explanation import Explanation
from meshwright.traffic.requests.condition import Subject
from meshwright.traffic.requests.example import Example


def schemes(sides: Sides, pair: HostPair) -> tuple[str, ...]:
    """Both, unless a gateway that clients reach without TLS refuses https."""
    asked = explained(sides, pair, Example({Subject("header", ":scheme"): ("https",)}))
    return ("http",) if any(each.outcome == "refused" for each in asked) else ("http", "https")


def explained(sides: Sides, pair: HostPair, example: Example) -> tuple[Explanation, Explanation]:
    """The explainer's answer to an example, before and after."""
    request = example.request(pair.authority)
    old, new = (explain(side.snapshots[pair.proxy], request, pair.listener) for side in (sides.old, sides.new))
    return old, new
