"""Requests that were routed and no longer are."""

from collections.abc import Iterable

from meshwright.traffic.diff.change import Change
from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """Unsafe where routes no longer take them, careful where a caller itself says that it no longer calls."""
    new = diff.sides.new.index
    for change in diff.changes.requests:
        if not any(before.outcome == "routed" != after.outcome for before, after in change.fates):
            continue
        if change.place.kind == "elsewhere" or (change.place.kind == "gateway" and _is_gone(diff, change)):
            continue
        answer = next(after.answer for before, after in change.fates if before.outcome == "routed" != after.outcome)
        service = change.place.name
        said = [each for each in change.callers if each in new.nodes and service not in new.nodes[each].backends]
        if change.place.kind == "service" and said == list(change.callers):
            yield Verdict(
                "careful", service,
                f"{', '.join(said)} no longer {'calls' if len(said) == 1 else 'call'} {service}: what is still sent gets "
                f"{answer or 'no answer'}",
                (
                    f"deploy {', '.join(said)} without requests to {service}, until its access log shows none",
                    f"take {service} out of `calls`",
                ),
            )  # fmt: skip
        else:
            yield Verdict(
                "unsafe", str(change.place), f"{change.who}: {change.what[0]}",
                (
                    "keep the route until the access log shows no such request",
                    "take the route out",
                ),
            )  # fmt: skip


def _is_gone(diff: Diff, change: Change) -> bool:
    gateway = diff.sides.new.index.gateways.get(change.place.name)
    return gateway is None or change.place.port not in {each.port for each in gateway.listeners}
