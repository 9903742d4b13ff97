"""A larger share of the requests moves at once than the step allows."""

from collections.abc import Iterable
from math import ceil

from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.change import Change, Spot
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.fate import Fate
from meshwright.traffic.diff.verdicts.written import target, to
from meshwright.units import show_share

_ROUNDING = 1e-9
_WRITTEN = 4
"""How many steps are written out."""


def judge(diff: Diff, step: int) -> Iterable[Verdict]:
    """One verdict for each route and target, for the requests that shift most. `step`: how many percent may move at
    once."""
    found: dict[tuple[Spot, tuple[str, ...], str], tuple[float, Change, Fate, Fate]] = {}
    for change in diff.where(lambda old, new: _rises(old, new, step)):
        for before, after in () if change.repeats else change.fates:
            for name, share in after.shares.items():
                rise = share - before.shares.get(name, 0.0)
                known = found.get((change.spot, change.routes[-1:], name))
                if rise > step / 100 + _ROUNDING and (known is None or rise > known[0]):
                    found[change.spot, change.routes[-1:], name] = (rise, change, before, after)
    for (_, _, name), (rise, change, before, after) in found.items():
        was = before.shares.get(name, 0.0)
        shown = target(diff.sides.new, change.spot.name, name) if change.spot.kind == "service" else name
        yield Verdict(
            "careful",
            change.spot.name or str(change.spot),
            f"{shown} gets {show_share(was + rise)} instead of {show_share(was)} at once: {change.who}",
            _steps(diff, change, before, after, step / 100 / rise),
        )


def _rises(old: Fate, new: Fate, step: int) -> bool:
    if old.outcome != "routed" or new.outcome != "routed":
        return False
    return any(share - old.shares.get(name, 0.0) > step / 100 + _ROUNDING for name, share in new.shares.items())


def _steps(diff: Diff, change: Change, old: Fate, new: Fate, part: float) -> tuple[str, ...]:
    """Steps by the weights of the route that changes, or else by a new route.

    `part`: the share of the move that one step makes. A gateway route leads to one service and has no weights.
    """
    service, name = _route(diff, change)
    if not service:
        return (
            "add the same route with one more condition before it, for example " + code('header("x-trial").exists()'),
            "when those requests succeed, remove the condition",
        )
    shown = _by_weight(diff, service, old, new, part)
    was, now = ({each.name: each for each in side.index.routes(service)} for side in (diff.sides.old, diff.sides.new))
    if name in was and name in now and was[name].targets == now[name].targets:
        return (
            f"add a route for only these requests before the others, with {shown[0]}, then with larger weights",
            "make this change, and remove that route",
        )
    steps = (f"route {code(name)}: {shown[0]}", *shown[1:])
    return steps if len(steps) <= _WRITTEN else (steps[0], "and so on, by the same amount", steps[-1])


def _route(diff: Diff, change: Change) -> tuple[str, str]:
    """The service, and its route that takes the requests; empty if a gateway sends them to another service."""
    if change.spot.kind != "gateway":
        return change.spot.name, change.routes[-1] if change.routes else "main"
    found = [each.partition("/") for each in change.routes]
    gateways = [side.index.gateways[change.spot.name] for side in (diff.sides.old, diff.sides.new)]
    leads = {
        route.service
        for gateway in gateways
        for route in gateway.routes
        if route.name in {name for name, _, _ in found} and route.service is not None
    }
    return (leads.pop(), found[-1][2]) if len(leads) == 1 else ("", "")


def _by_weight(diff: Diff, service: str, old: Fate, new: Fate, part: float) -> list[str]:
    """The weights, step by step."""
    shown = []
    for done in (min(1.0, part * index) for index in range(1, ceil(round(1 / part, 6)) + 1)):
        shares = {
            each: old.shares.get(each, 0.0) * (1 - done) + new.shares.get(each, 0.0) * done
            for each in sorted({**old.shares, **new.shares})
        }
        shown.append(to({target(diff.sides.new, service, each): round(share * 100) for each, share in shares.items()}))
    return shown
