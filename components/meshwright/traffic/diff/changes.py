"""All classes of requests that are handled differently."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from meshwright.traffic.diff.change import Change, Spot
from meshwright.traffic.diff.connections import connections
from meshwright.traffic.diff.host_pair_changes import HostPairChanges, host_pair_changes
from meshwright.traffic.diff.host_pairs import HostPair, host_pairs
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.diff.unreachable import Unreachable, impossible, reached
from meshwright.traffic.not_explainable import NotExplainable


class Untold(NamedTuple):
    """Requests that could not be compared, and why."""

    spot: Spot
    reason: str


@dataclass(frozen=True)
class Changes:
    """The changes for all requests of a mesh. `unreachable`: new routes that no request reaches."""

    requests: tuple[Change, ...]
    untold: tuple[Untold, ...]
    unreachable: tuple[Unreachable, ...]


def changes(sides: Sides) -> Changes:
    """All changes, grouped by spot, in the order of the old description."""
    rows: dict[tuple[object, ...], Change] = {}
    untold: dict[Untold, None] = {}
    known: dict[tuple[int, int], HostPairChanges] = {}
    spots: dict[Spot, list[HostPair]] = {}
    missed: dict[Unreachable, None] = {}
    for pair in host_pairs(sides):
        spots.setdefault(pair.spot, []).append(pair)
        key = (id(pair.old), id(pair.new))
        # All callers of a service share its virtual host, so a change for one is a change for all.
        if key not in known or pair.spot.kind != "service":
            try:
                known[key] = host_pair_changes(sides, pair)
            except NotExplainable as why:
                known[key] = HostPairChanges(untold=(str(why),))
        untold |= dict.fromkeys(Untold(pair.spot, reason) for reason in known[key].untold)
        missed |= dict.fromkeys(Unreachable(pair.spot, route) for route in known[key].missed)
        for each in known[key].changes:
            _add(rows, each, () if pair.spot.kind == "gateway" else (pair.proxy,), pair.hosts)
    for each in connections(sides):
        _add(rows, each, each.callers, ())
    together = sorted(rows.values(), key=_order(rows.values()))
    nowhere = [each for each in missed if not any(reached(sides, pair, each.route) for pair in spots[each.spot])]
    return Changes(
        tuple(_everywhere(each, spots.get(each.spot, ())) for each in together),
        tuple(untold),
        tuple(dict.fromkeys([*nowhere, *impossible(sides)])),
    )


def _order(rows: Iterable[Change]) -> Callable[[Change], tuple[int, bool]]:
    spots: dict[Spot, int] = {}
    for each in rows:
        spots.setdefault(each.spot, len(spots))
    return lambda each: (spots[each.spot], each.repeats)


def _add(rows: dict[tuple[object, ...], Change], change: Change, callers: Sequence[str], hosts: Sequence[str]) -> None:
    """Adds a change; merges it with one that differs only in the caller or, at a gateway, in the host."""
    key = (change.spot, change.requests, change.what, change.repeats, not callers or hosts)
    before = rows.get(key)
    rows[key] = replace(
        change,
        callers=tuple(dict.fromkeys([*(before.callers if before else ()), *callers])),
        hosts=tuple(dict.fromkeys([*(before.hosts if before else ()), *hosts])),
        fates=tuple(dict.fromkeys([*(before.fates if before else ()), *change.fates])),
        example=before.example if before else change.example,
    )


def _everywhere(change: Change, pairs: Iterable[HostPair]) -> Change:
    """Removes the hosts if they are all hosts of the spot."""
    every = {host for pair in pairs for host in pair.hosts}
    return replace(change, hosts=()) if every <= set(change.hosts) else change
