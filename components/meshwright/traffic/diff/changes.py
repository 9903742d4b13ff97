"""Every class of requests whose fate changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from meshwright.traffic.diff.change import Change, Place
from meshwright.traffic.diff.compared import Compared, compared
from meshwright.traffic.diff.connections import connections
from meshwright.traffic.diff.place import Spot, spots
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.diff.unreachable import Unreachable, impossible, reached
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
    known: dict[tuple[int, int], Compared] = {}
    places: dict[Place, list[Spot]] = {}
    missed: dict[Unreachable, None] = {}
    for spot in spots(sides):
        places.setdefault(spot.place, []).append(spot)
        key = (id(spot.old), id(spot.new))
        # All callers of a service share its virtual host, so what changes for one of them does so for all.
        if key not in known or spot.place.kind != "service":
            try:
                known[key] = compared(sides, spot)
            except NotExplainable as why:
                known[key] = Compared(untold=(str(why),))
        untold |= dict.fromkeys(Untold(spot.place, reason) for reason in known[key].untold)
        missed |= dict.fromkeys(Unreachable(spot.place, route) for route in known[key].missed)
        for each in known[key].changes:
            _add(rows, each, () if spot.place.kind == "gateway" else (spot.proxy,), spot.hosts)
    for each in connections(sides):
        _add(rows, each, each.callers, ())
    together = sorted(rows.values(), key=_order(rows.values()))
    nowhere = [each for each in missed if not any(reached(sides, spot, each.route) for spot in places[each.place])]
    return Changes(
        tuple(_everywhere(each, places.get(each.place, ())) for each in together),
        tuple(untold),
        tuple(dict.fromkeys([*nowhere, *impossible(sides)])),
    )


def _order(rows: Iterable[Change]) -> Callable[[Change], tuple[int, bool]]:
    places: dict[Place, int] = {}
    for each in rows:
        places.setdefault(each.place, len(places))
    return lambda each: (places[each.place], each.repeats)


def _add(rows: dict[tuple[object, ...], Change], change: Change, callers: Sequence[str], hosts: Sequence[str]) -> None:
    """Puts a change beside the others: one with those that are alike but for who asks, or, at a gateway, for the host."""
    key = (change.place, change.requests, change.what, change.repeats, not callers or hosts)
    before = rows.get(key)
    rows[key] = replace(
        change,
        callers=tuple(dict.fromkeys([*(before.callers if before else ()), *callers])),
        hosts=tuple(dict.fromkeys([*(before.hosts if before else ()), *hosts])),
        fates=tuple(dict.fromkeys([*(before.fates if before else ()), *change.fates])),
        example=before.example if before else change.example,
    )


def _everywhere(change: Change, spots: Iterable[Spot]) -> Change:
    """Without hosts where it is about all that the place has."""
    every = {host for spot in spots for host in spot.hosts}
    return replace(change, hosts=()) if every <= set(change.hosts) else change
