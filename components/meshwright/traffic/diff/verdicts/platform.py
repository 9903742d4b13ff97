"""What the platform replaces, as far as clients or callers notice. The platform's target decides it."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """Without a target, as between two sides of a test, nothing is replaced."""
    return diff.sides.effects
