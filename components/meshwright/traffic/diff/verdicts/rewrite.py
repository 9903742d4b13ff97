"""Requests arrive with another path, which the application must know."""

from collections.abc import Iterable

from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.listing import listed


def judge(diff: Diff) -> Iterable[Verdict]:
    """For requests whose targets stay. The configuration doesn't say which paths an application answers."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for change in diff.own:
        for old, new in change.fates:
            if old.outcome == new.outcome == "routed" and old.shares == new.shares and old.path != new.path:
                found.setdefault((change.spot.name, listed(list(new.shares))), (old.path or "", new.path or ""))
    for (spot, target), (before, after) in found.items():
        yield Verdict(
            "careful",
            spot,
            f"requests arrive at {target} with another path, for example {code(after)} instead of {code(before)}",
            (f"deploy a {target} that answers both", "change the rewrite"),
        )
