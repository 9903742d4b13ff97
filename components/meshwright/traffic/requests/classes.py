"""Describes leaves of a table as classes of requests: as few and as short as possible."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from meshwright.traffic.requests.condition import Condition
from meshwright.traffic.requests.request_class import RequestClass
from meshwright.traffic.requests.table import Box, Leaf, Table

Conditions = tuple[Condition, ...]
Key = TypeVar("Key")


def classes(table: Table, group: Collection[Leaf], told: Collection[Leaf]) -> list[RequestClass]:
    """Classes that together contain exactly the requests of these leaves.

    `told`: all leaves that are reported, in this group or another one.
    """
    group, told = frozenset(group), frozenset(told)
    found: dict[RequestClass, Box] = {}
    for leaf in sorted(group, key=lambda each: (_position(each.new), _position(each.old))):
        requests, box = _of_leaf(table, leaf, group, told)
        found[requests] = box
    # A class without exceptions contains every request that fulfils its conditions
    return _apart(table, found, [each for each in found if not each.exceptions])


def _position(route: int | None) -> float:
    return float("inf") if route is None else route


def _of_leaf(table: Table, leaf: Leaf, group: Collection[Leaf], told: Collection[Leaf]) -> tuple[RequestClass, Box]:
    taken = _conditions(table, 0, leaf.old) + _conditions(table, 1, leaf.new)
    taken += tuple(table.edges[index] for index in sorted(leaf.edges))
    taken = _needed(table, taken)
    box = table.box(taken)
    if table.within(box, group):
        return RequestClass(taken), box
    kept: dict[Conditions, Box] = {}
    for each in _passed(table, leaf):
        both = table.box((*taken, *each))
        if not table.within(both, group):
            kept[_needed(table, each, beside=taken)] = both
    exceptions = _apart(table, kept, list(kept))
    rest = not taken and all(table.within(kept[each], told) for each in exceptions)
    return RequestClass(taken, tuple(exceptions), rest), box


def _apart(table: Table, boxes: Mapping[Key, Box], wide: Sequence[Key]) -> list[Key]:
    """Those whose box is not inside the box of a wide one; of equal ones the first."""
    order = {each: index for index, each in enumerate(boxes)}

    def hides(other: Key, each: Key) -> bool:
        if other == each or not table.inside(boxes[each], boxes[other]):
            return False
        return order[other] < order[each] or not table.inside(boxes[other], boxes[each])

    return [each for each in boxes if not any(hides(other, each) for other in wide)]


def _conditions(table: Table, side: int, route: int | None) -> Conditions:
    return () if route is None else table.conditions[side][route]


def _passed(table: Table, leaf: Leaf) -> Iterable[Conditions]:
    """What the requests of a leaf do not fulfil: the earlier routes, and the edges whose other side they are on."""
    for side, route in ((0, leaf.old), (1, leaf.new)):
        yield from table.conditions[side][:route]
    yield from ((table.edges[index],) for index in sorted(table.between(leaf.old, leaf.new) - leaf.edges))


def _needed(table: Table, conditions: Conditions, beside: Sequence[Condition] = ()) -> Conditions:
    """Removes the conditions that follow from the others, or from those `beside`."""
    kept = list(dict.fromkeys(conditions))
    for each in list(kept):
        others = [other for other in kept if other is not each]
        if table.inside(table.box((*others, *beside)), table.box([each])):
            kept = others
    return tuple(kept)
