"""Every class of requests whose fate changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from meshwright import names
from meshwright.traffic.diff.change import Change, Place
from meshwright.traffic.diff.compared import Compared, Unreachable, compared
from meshwright.traffic.diff.connections import connections
from meshwright.traffic.diff.place import spots
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.not_explainable import NotExplainable


class Untold(NamedTuple):
    """Requests of which it can't be told what changes, and why."""

    place: Place
    reason: str


@dataclass(frozen=True)
class Changes:
    """What becomes of the requests of a mesh. `unreachable`: new routes that take no request."""

    requests: tuple[Change, ...]
    untold: tuple[Untold, ...]
    unreachable: tuple[Unreachable, ...]


def changes(sides: Sides) -> Changes:
    """All changes, those of one place side by side, in the order of the old description."""
    rows: dict[tuple[object, ...], Change] = {}
    untold: dict[Untold, None] = {}
    unreachable: dict[Unreachable, None] = {}
    known: dict[tuple[int, int], Compared] = {}
    for spot in spots(sides):
        key = (id(spot.old), id(spot.new))
        # All callers of a service share its virtual host, so what changes for one of them does so for all.
        if key not in known or spot.place.kind != "service":
            try:
                known[key] = compared(sides, spot)
            except NotExplainable as why:
                known[key] = Compared()
                untold[Untold(spot.place, str(why))] = None
        unreachable |= dict.fromkeys(known[key].unreachable)
        gateway = spot.place.kind == "gateway"
        for each in known[key].changes:
            _add(rows, each, () if gateway else (spot.proxy,), spot.hosts if gateway else ())
    for each in connections(sides):
        _add(rows, each, each.callers, ())
    together = sorted(rows.values(), key=_order(rows.values()))
    return Changes(tuple(_everywhere(sides, each) for each in together), tuple(untold), tuple(unreachable))


def _order(rows: Iterable[Change]) -> Callable[[Change], tuple[int, bool]]:
    places: dict[Place, int] = {}
    for each in rows:
        places.setdefault(each.place, len(places))
    return lambda each: (places[each.place], each.repeats)


def _add(rows: dict[tuple[object, ...], Change], change: Change, callers: Sequence[str], hosts: Sequence[str]) -> None:
    """Puts a change beside the others: one with those that are alike but for who asks, or for the host."""
    key = (change.place, change.requests, change.what, change.repeats)
    before = rows.get(key)
    rows[key] = replace(
        change,
        callers=tuple(dict.fromkeys([*(before.callers if before else ()), *callers])),
        hosts=tuple(dict.fromkeys([*(before.hosts if before else ()), *hosts])),
        example=before.example if before else change.example,
    )


def _everywhere(sides: Sides, change: Change) -> Change:
    """Without hosts where it is about all of a gateway's."""
    if change.place.kind != "gateway":
        return change
    listener = names.inbound(change.place.port or 0)
    routes = [side.snapshots[change.place.name].routes.get(listener, {}) for side in (sides.old, sides.new)]
    every = {domain for each in routes for host in each.get("virtual_hosts", []) for domain in host["domains"]}
    return replace(change, hosts=()) if every <= set(change.hosts) else change
