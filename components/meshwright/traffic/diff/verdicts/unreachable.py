"""A route that is new and takes no request: earlier ones take everything, or its conditions never hold together."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.words import code


def judge(diff: Diff) -> Iterable[Verdict]:
    """Nothing breaks, but somebody meant something by it."""
    for each in diff.changes.unreachable:
        yield Verdict(
            "careful",
            each.place.name or str(each.place),
            f"the route {code(each.route)} can never match: earlier routes take all of its requests, or no request fulfils "
            "all of its conditions",
            ("put it before them, mend its conditions, or leave it out",),
        )
