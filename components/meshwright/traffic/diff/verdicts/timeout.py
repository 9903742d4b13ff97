"""Timeouts: requests that now end earlier, and callees that may take longer than their callers wait."""

from collections.abc import Iterable
from datetime import timedelta

from meshwright.plan.model import Timeouts
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.fate import show_seconds
from meshwright.traffic.diff.side import Side


def judge(diff: Diff) -> Iterable[Verdict]:
    """Both are careful: which request takes how long, no configuration knows."""
    for change in diff.changes.requests:
        for before, after in change.fates:
            if before.outcome == after.outcome == "routed" and before.timeout != after.timeout:
                if after.timeout is not None and (before.timeout is None or after.timeout < before.timeout):
                    yield Verdict(
                        "careful", str(change.place),
                        f"{change.who}: those that take longer than {show_seconds(after.timeout)} fail from now on "
                        f"(before: {show_seconds(before.timeout)})",
                    )  # fmt: skip
                break
    known = {(caller, service) for caller, service, _, _ in _impatient(diff.sides.old)}
    for caller, service, limit, longest in _impatient(diff.sides.new):
        if (caller, service) not in known:
            waits = f"{caller}'s own requests end after {_show(limit)}"
            yield Verdict(
                "careful", service, f"{service} may take {_show(longest)} from now on, but {waits}: it works for nobody",
                (f"give the routes to {caller} a timeout above {_show(longest)}, then {service}",),
            )  # fmt: skip


def _impatient(side: Side) -> Iterable[tuple[str, str, timedelta | None, timedelta | None]]:
    """Callers whose own requests end before those of a service that they call, with both times."""
    for node in side.index.nodes.values():
        limits = [_limit(each.timeout) for each in node.listeners if each.protocol != "tcp"]
        for service in node.backends if limits else ():
            taken = [_limit(route.timeout) for route in side.index.routes(service) if route.protocol != "tcp"]
            if taken and max(taken) > max(limits):
                yield node.name, service, _time(max(limits)), _time(max(taken))


def _limit(timeouts: Timeouts) -> timedelta:
    return timedelta.max if timeouts.per_request is None else timeouts.per_request


def _time(limit: timedelta) -> timedelta | None:
    return None if limit == timedelta.max else limit


def _show(limit: timedelta | None) -> str:
    return "without end" if limit is None else show_seconds(limit.total_seconds())
