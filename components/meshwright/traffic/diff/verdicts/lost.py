"""Requests that were routed and no longer are."""

from collections.abc import Iterable

from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.change import Change
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.listing import listed
from meshwright.traffic.diff.verdicts import removed


def judge(diff: Diff) -> Iterable[Verdict]:
    """Unsafe if no route takes them any more; careful if a caller's description no longer calls the service."""
    for change in diff.own:
        answers = [
            new.answer for old, new in change.fates if old.outcome == "routed" != new.outcome and not new.intended
        ]
        if not answers or change.spot.kind == "elsewhere" or _is_told(diff, change):
            continue
        answer = answers[0] or "no answer"
        if _uncalled(diff, change):
            calls = "calls" if len(change.callers) == 1 else "call"
            yield Verdict(
                "careful",
                change.spot.name,
                f"{listed(change.callers)} no longer {calls} it: what the application still sends there gets {answer}",
                (
                    f"deploy an application that does not call {change.spot.name}, and wait until the access log shows "
                    "no such request",
                    f"remove it from {code('calls')}",
                ),
            )
        else:
            yield Verdict(
                "unsafe",
                change.spot.name,
                f"no route matches {change.who} any more: the answer is {answer}",
                ("keep the route until the access log shows no such request", "remove the route"),
            )


def _is_told(diff: Diff, change: Change) -> bool:
    """Whether a verdict on the gateway's port, or on removed versions, already reports it."""
    if change.spot.kind == "service":
        return removed.told(diff, change.spot.name) and _uncalled(diff, change)
    gateway = diff.sides.new.index.gateways.get(change.spot.name)
    return gateway is None or change.spot.port not in {each.port for each in gateway.listeners}


def _uncalled(diff: Diff, change: Change) -> bool:
    """Whether no caller names the service any more."""
    nodes = diff.sides.new.index.nodes
    return change.spot.kind == "service" and all(
        each in nodes and change.spot.name not in nodes[each].backends for each in change.callers
    )
