"""A route that is new and takes no request: earlier ones take everything."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """Nothing breaks, but somebody meant something by it."""
    for each in diff.changes.unreachable:
        yield Verdict(
            "careful", str(each.place), f"the route {each.route} can never match: earlier routes take every request of it",
            (f"put {each.route} before them, or take it out",),
        )  # fmt: skip
