"""A route that is new and takes no request: earlier ones take everything, or its conditions never hold together."""

from collections.abc import Iterable

from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """Nothing breaks, but somebody meant something by it."""
    for each in diff.changes.unreachable:
        yield Verdict(
            "careful",
            each.spot.name or str(each.spot),
            f"the route {code(each.route)} can never match: earlier routes take all of its requests, or no request fulfils "
            "all of its conditions",
            ("put it before them, mend its conditions, or leave it out",),
        )
