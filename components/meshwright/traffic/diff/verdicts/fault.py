"""Requests that get an error on purpose."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.fate import Fate, show_asked
from meshwright.traffic.explanation import Fault
from meshwright.units import show_share


def judge(diff: Diff) -> Iterable[Verdict]:
    """Careful: it is meant so, but those who read the change should know. A delay is told by the change itself."""
    for change in diff.where(_more):
        old, new = change.fates[0]
        yield Verdict(
            "careful",
            change.spot.name or str(change.spot),
            f"{change.who}: {_aborted(new.fault)} on purpose (before: {_aborted(old.fault)}), and are not tried again",
        )


def _more(old: Fate, new: Fate) -> bool:
    return _share(new) > _share(old)


def _aborted(fault: Fault | None) -> str:
    if fault is None or not fault.abort_share:
        return "none"
    return f"{show_asked(fault)}{show_share(fault.abort_share)} get {fault.abort}"


def _share(fate: Fate) -> float:
    return fate.fault.abort_share if fate.fault else 0.0
