"""Requests that now time out earlier, and services that may take longer than their callers wait."""

from collections.abc import Iterable
from datetime import timedelta

from meshwright.description import source
from meshwright.plan.model import Timeouts
from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.fate import Fate, show_seconds
from meshwright.traffic.diff.side import Side

_ALL = "all "


def judge(diff: Diff) -> Iterable[Verdict]:
    """Both are careful: the configuration doesn't say how long requests take."""
    for change in diff.where(_ends):
        old, new = change.fates[0]
        who = f"{change.who.removeprefix(_ALL)} that take longer than {show_seconds(new.timeout)} fail"
        yield Verdict(
            "careful",
            change.spot.name or str(change.spot),
            f"{who} from now on (before: {show_seconds(old.timeout)})",
            (f"first see in the access log how long they take ({code('duration_ms')})",),
        )
    known = {(caller, service) for caller, service, _, _ in _impatient(diff.sides.old)}
    for caller, service, limit, longest in _impatient(diff.sides.new):
        if (caller, service) not in known:
            may, longer = "any length of time", code(source.argument("timeout", "off"))
            if longest is not None:
                may, longer = _show(longest), f"a longer timeout than {_show(longest)}"
            yield Verdict(
                "careful",
                service,
                f"may take {may}, but requests to {caller}, which calls it, time out after {_show(limit)}",
                (f"first give the routes to {caller} {longer}",),
            )


def _ends(old: Fate, new: Fate) -> bool:
    """Whether requests time out earlier."""
    if old.outcome != "routed" or new.outcome != "routed" or old.timeout == new.timeout:
        return False
    return new.timeout is not None and (old.timeout is None or new.timeout < old.timeout)


def _impatient(side: Side) -> Iterable[tuple[str, str, timedelta, timedelta | None]]:
    """Callers whose own requests time out before those of a service that they call, with both times; None: no timeout."""
    for node in side.index.nodes.values():
        limits = [_limit(each.timeout) for each in node.listeners if each.protocol != "tcp"]
        for service in node.backends if limits else ():
            taken = [_limit(route.policy.timeout) for route in side.index.routes(service) if route.protocol != "tcp"]
            if taken and max(taken) > max(limits):
                yield node.name, service, max(limits), _time(max(taken))


def _limit(timeouts: Timeouts) -> timedelta:
    return timedelta.max if timeouts.per_request is None else timeouts.per_request


def _time(limit: timedelta) -> timedelta | None:
    return None if limit == timedelta.max else limit


def _show(limit: timedelta) -> str:
    return show_seconds(limit.total_seconds())
