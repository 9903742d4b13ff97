"""One spot on both sides: the classes of requests there whose fate differs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.diff.change import Change, Place, differences
from meshwright.traffic.diff.classes import classes
from meshwright.traffic.diff.example import Example, written
from meshwright.traffic.diff.fate import Fate, fate
from meshwright.traffic.diff.place import Spot
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.diff.table import Leaf, Table
from meshwright.traffic.diff.words import Requests
from meshwright.traffic.explain import explain


class Unreachable(NamedTuple):
    """A route that no request gets to: earlier ones take everything."""

    place: Place
    route: str


@dataclass(frozen=True)
class Compared:
    """What became of the requests of one spot: the changes, without callers, and new routes that take no request."""

    changes: tuple[Change, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()


def compared(sides: Sides, spot: Spot) -> Compared:
    """Raises NotExplainable where something not known to the explainer would decide."""
    if _alike(sides, spot):
        return Compared()
    table = Table(_routes(spot.old), _routes(spot.new))
    service = spot.place.name if spot.place.kind == "service" else ""
    leaves = table.leaves()
    fates = {leaf: _fates(sides, spot, example) for leaf, example in leaves.items()}
    said = {leaf: differences(sides, *pair, service) for leaf, pair in fates.items()}
    changes = [
        Change(
            spot.place, (), (), requests, tuple(dict.fromkeys(fates[leaf] for leaf in group)), what,
            _names(table, group), written(leaves[group[0]].request(spot.authority)), repeats,
        )
        for group, what, requests, repeats in _grouped(table, leaves, said)
    ]  # fmt: skip
    return Compared(tuple(changes), tuple(Unreachable(spot.place, name) for name in _unreachable(table, leaves)))


def _alike(sides: Sides, spot: Spot) -> bool:
    """Whether nothing can have changed: the same routes, which lead to targets with the same timeouts."""
    if spot.old is None or spot.new is None or spot.old != spot.new:
        return False
    for route in spot.new["routes"]:
        action = route.get("route", {})
        several = action.get("weighted_clusters", {}).get("clusters", [])
        for cluster in [action.get("cluster"), *(each["name"] for each in several)]:
            one, other = sides.old.targets.get(cluster), sides.new.targets.get(cluster)
            if (one is None) != (other is None) or (one and other and one[1].timeout != other[1].timeout):
                return False
    return True


def _grouped(
    table: Table, leaves: Mapping[Leaf, Example], said: Mapping[Leaf, tuple[str, ...]]
) -> Iterator[tuple[list[Leaf], tuple[str, ...], tuple[Requests, ...], bool]]:
    """The leaves for which the same is different, and classes of them; those of requests that repeat a header apart.

    Each difference has its group; where two are of the same leaves, they are told together.
    """
    told = [leaf for leaf, what in said.items() if what]
    together: dict[tuple[Leaf, ...], list[str]] = {}
    for what in dict.fromkeys(what for each in said.values() for what in each):
        group = [leaf for leaf in leaves if what in said[leaf]]
        together.setdefault(tuple(group), []).append(what)
    for some, words in together.items():
        repeats = all(leaves[leaf].repeats for leaf in some)
        shown = sorted(some, key=lambda leaf: leaves[leaf].repeats)
        yield shown, tuple(words), tuple(classes(table, some, told)), repeats


def _unreachable(table: Table, leaves: Iterable[Leaf]) -> list[str]:
    """The new routes that take no request, where they did or were not there before.

    Those of a gateway route count together, for each service behind it brings its own.
    """
    taken = [{leaf[side] for leaf in leaves} for side in (0, 1)]
    names = [[_name(route).partition("/")[0] for route in side] for side in table.routes]
    reached = [{name for index, name in enumerate(names[side]) if index in taken[side]} for side in (0, 1)]
    before = set(names[0]) - reached[0]
    return [name for name in dict.fromkeys(names[1]) if name not in reached[1] | before]


def _names(table: Table, group: Sequence[Leaf]) -> tuple[str, ...]:
    found = [(side, index) for leaf in group for side, index in ((0, leaf.old), (1, leaf.new))]
    return tuple(dict.fromkeys(_name(table.routes[side][index]) for side, index in found if index is not None))


def _routes(host: Resource | None) -> list[Resource]:
    return list(host["routes"]) if host else []


def _name(route: Resource) -> str:
    said = route.get("metadata", {}).get("filter_metadata", {}).get("meshwright", {})
    if "route" not in said:
        return str(route["name"])
    return "/".join(filter(None, (said.get("gateway_route"), said["route"])))


def _fates(sides: Sides, spot: Spot, example: Example) -> tuple[Fate, Fate]:
    request = example.request(spot.authority)
    old, new = (
        fate(side, explain(side.snapshots[spot.proxy], request, spot.listener)) for side in (sides.old, sides.new)
    )
    return old, new
