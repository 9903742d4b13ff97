"""A new route that no request reaches."""

from collections.abc import Iterable

from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """Nothing fails, but the route has no effect."""
    for each in diff.changes.unreachable:
        yield Verdict(
            "careful",
            each.spot.name or str(each.spot),
            f"the route {code(each.route)} can never match: earlier routes match all of its requests, or no request "
            "fulfils all of its conditions",
            ("put it before them, correct its conditions, or remove it",),
        )
