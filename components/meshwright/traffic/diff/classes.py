"""From the leaves of a table to classes of requests that a person can read, as few and as short as can be."""

from collections.abc import Collection, Iterable, Sequence

from meshwright.traffic.diff.condition import Condition
from meshwright.traffic.diff.table import Box, Leaf, Table
from meshwright.traffic.diff.words import Requests

Conditions = tuple[Condition, ...]


def classes(table: Table, group: Collection[Leaf], told: Collection[Leaf]) -> list[Requests]:
    """Classes that hold together exactly the requests of these leaves.

    `told`: the leaves that are told of at all, in this group or another one.
    """
    found: dict[Requests, Box] = {}
    for leaf in sorted(group, key=lambda each: (_place(each.new), _place(each.old))):
        requests, box = _of_leaf(table, leaf, group, told)
        found[requests] = box
    # A class without exceptions holds whatever its conditions hold.
    wide = [each for each in found if not each.exceptions]
    return [
        each
        for each, box in found.items()
        if not any(other != each and table.inside(box, found[other]) for other in wide)
    ]


def _place(route: int | None) -> float:
    return float("inf") if route is None else route


def _of_leaf(table: Table, leaf: Leaf, group: Collection[Leaf], told: Collection[Leaf]) -> tuple[Requests, Box]:
    taken = _conditions(table, 0, leaf.old) + _conditions(table, 1, leaf.new)
    taken += tuple(each for index, each in enumerate(table.edges) if index in leaf.edges)
    taken = _needed(table, taken)
    box = table.box(taken)
    if table.leaves(box).keys() <= set(group):
        return Requests(taken), box
    kept: dict[Conditions, tuple[Box, bool]] = {}
    for each in _passed(table, leaf):
        both = table.box((*taken, *each))
        inside = table.leaves(both).keys()
        if not inside <= set(group):
            kept[_needed(table, each, beside=taken)] = (both, inside <= set(told))
    exceptions = {
        each: known
        for each, (both, known) in kept.items()
        if not any(other != each and table.inside(both, kept[other][0]) for other in kept)
    }
    rest = not taken and all(exceptions.values())
    return Requests(taken, tuple(exceptions), rest), box


def _conditions(table: Table, side: int, route: int | None) -> Conditions:
    return () if route is None else table.conditions[side][route]


def _passed(table: Table, leaf: Leaf) -> Iterable[Conditions]:
    """What the requests of a leaf do not fulfil: the routes before theirs, and the edges on whose other side they are."""
    for side, route in ((0, leaf.old), (1, leaf.new)):
        yield from table.conditions[side][:route]
    yield from ((each,) for index, each in enumerate(table.edges) if index not in leaf.edges)


def _needed(table: Table, conditions: Conditions, beside: Sequence[Condition] = ()) -> Conditions:
    """Without the conditions that follow from the others, or from those `beside`."""
    kept = list(dict.fromkeys(conditions))
    for each in list(kept):
        others = [other for other in kept if other is not each]
        if table.inside(table.box((*others, *beside)), table.box([each])):
            kept = others
    return tuple(kept)
