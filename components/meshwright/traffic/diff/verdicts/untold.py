"""Requests that could not be compared: no report doesn't mean no change."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """With the explainer's reason."""
    for each in diff.changes.untold:
        yield Verdict(
            "careful", each.spot.name or str(each.spot), f"what changes there can't be computed: {each.reason}"
        )
