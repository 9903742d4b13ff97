"""Compares one pair of virtual hosts: the classes of requests that are handled differently."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from meshwright.traffic.diff.change import Change, differences
from meshwright.traffic.diff.fate import Fate, fate, own_timeouts, target
from meshwright.traffic.diff.host_pairs import HostPair
from meshwright.traffic.diff.scheme import explained
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.diff.unreachable import missed, name, routes, table_of
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.requests.classes import classes
from meshwright.traffic.requests.example import Example, written
from meshwright.traffic.requests.request_class import RequestClass
from meshwright.traffic.requests.table import Leaf, Table


@dataclass(frozen=True)
class HostPairChanges:
    """The comparison of one pair: the changes, without callers; new routes that no request reaches here; and, in
    words, the requests that were left out."""

    changes: tuple[Change, ...] = ()
    missed: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()


def host_pair_changes(sides: Sides, pair: HostPair) -> HostPairChanges:
    """Raises NotExplainable where the result depends on something that the explainer doesn't know."""
    if _alike(sides, pair):
        return HostPairChanges()
    table = table_of(sides, pair)
    service = pair.spot.name if pair.spot.kind == "service" else ""
    leaves = table.leaves()
    fates = {leaf: _fates(sides, pair, example) for leaf, example in leaves.items()}
    said = {leaf: differences(sides, *both, service) for leaf, both in fates.items()}
    changes = [
        Change(
            pair.spot,
            (),
            (),
            requests,
            tuple(dict.fromkeys(fates[leaf] for leaf in group)),
            what,
            _names(pair, group),
            written(leaves[group[0]].request(pair.authority)),
            repeats,
        )
        for group, what, requests, repeats in _grouped(table, leaves, said)
    ]
    return HostPairChanges(tuple(changes), missed(pair, leaves), tuple(table.untold))


def _alike(sides: Sides, pair: HostPair) -> bool:
    """Whether nothing can have changed: the routes are equal, and so are their targets and timeouts."""
    if pair.old is None or pair.new is None or pair.old != pair.new:
        return False
    for route in pair.new["routes"]:
        action = route.get("route", {})
        several = action.get("weighted_clusters", {}).get("clusters", [])
        for cluster in [action.get("cluster"), *(each["name"] for each in several)]:
            if cluster and target(sides.old, cluster) != target(sides.new, cluster):
                return False
            if cluster and own_timeouts(sides.old, cluster) != own_timeouts(sides.new, cluster):
                return False
    return True


def _grouped(
    table: Table, leaves: Mapping[Leaf, Example], said: Mapping[Leaf, tuple[str, ...]]
) -> Iterator[tuple[list[Leaf], tuple[str, ...], tuple[RequestClass, ...], bool]]:
    """Groups the leaves by difference, each group with its request classes; leaves with repeated headers are listed
    last.

    Differences that apply to the same leaves are reported together.
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


def _names(pair: HostPair, group: Sequence[Leaf]) -> tuple[str, ...]:
    names = [list(map(name, routes(host))) for host in (pair.old, pair.new)]
    found = [(side, index) for leaf in group for side, index in ((0, leaf.old), (1, leaf.new))]
    return tuple(dict.fromkeys(names[side][index] for side, index in found if index is not None))


def _fates(sides: Sides, pair: HostPair, example: Example) -> tuple[Fate, Fate]:
    old, new = explained(sides, pair, example)
    if "refused" in (old.outcome, new.outcome):
        raise NotExplainable(f"{written(example.request(pair.authority))}, which Envoy refuses")
    return fate(sides.old, old), fate(sides.new, new)
