"""Two lists of routes side by side: which requests are taken by which route of the one and which of the other.

A decision diagram over the parts of a request: after each part, those routes are left whose conditions on it hold. Parts
of a request that lead to the same routes on both sides are followed once, so the size goes with what can be told apart,
not with the number of combinations.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.diff.condition import PATH, Condition, Subject, check_together, conditions
from meshwright.traffic.diff.example import Example
from meshwright.traffic.diff.rewriting import edges, rewriting
from meshwright.traffic.diff.values import distinct, repeated
from meshwright.traffic.not_explainable import NotExplainable

_LIMIT = 20_000
"""How many states of the diagram are looked at before it is given up."""


class Leaf(NamedTuple):
    """The requests that the route of index `old` takes on the one side, and `new` on the other; None: no route does.

    `edges`: which of the table's edges between the two hold of them.
    """

    old: int | None
    new: int | None
    edges: frozenset[int] = frozenset()


Box = Mapping[Subject, int]
"""Requests with certain values: a bit for each of the subject's; a subject that is not named may have any."""

Live = tuple[int, ...]
"""The routes that may still take a request, by index."""
Choice = tuple[int, tuple[int, ...]]
"""How many headers are repeated, and the values chosen, subject by subject."""


class Table:
    """The routes of two virtual hosts. Either may have none.

    `schemes`: those that requests can have. `edges`: conditions on the path that tell apart what the routes' rewriting
    makes of it. `untold`: requests that are left out, in words. Raises NotExplainable where a route has a condition that
    can't be told apart from others.
    """

    def __init__(
        self, old: Sequence[Resource], new: Sequence[Resource], schemes: Sequence[str] = ("http", "https")
    ) -> None:
        self.routes = (_http(old), _http(new))
        self.conditions = tuple([conditions(route["match"]) for route in side] for side in self.routes)
        self._rewritings = tuple([rewriting(route) for route in side] for side in self.routes)
        several = [dict.fromkeys(side) for side in self._rewritings]
        pairs = {(one, other): edges(one, other) for one in several[0] for other in several[1]}
        self.edges = list(dict.fromkeys(each for found in pairs.values() for each in found))
        self._between = {pair: frozenset(map(self.edges.index, found)) for pair, found in pairs.items()}
        every = dict.fromkeys(each for side in self.conditions for found in side for each in found)
        every |= dict.fromkeys(self.edges)
        check_together(list(every))
        by_subject: dict[Subject, list[Condition]] = {PATH: []}
        for each in every:
            by_subject.setdefault(each.subject, []).append(each)
        self._subjects = {subject: depth for depth, subject in enumerate(by_subject)}
        self._schemes, self.untold = schemes, list[str]()
        self._values = [self._distinct(subject, found) for subject, found in by_subject.items()]
        self._masks = {
            each: _bits(each.holds(value) for value in self._values[index])
            for index, found in enumerate(by_subject.values())
            for each in found
        }
        self._boxes = tuple([self.box(found) for found in side] for side in self.conditions)
        self._last = tuple([self._end(found) for found in side] for side in self.conditions)

    def _distinct(self, subject: Subject, found: Sequence[Condition]) -> list[tuple[str, ...]]:
        if subject.name == ":scheme":
            return [(each,) for each in self._schemes]
        values = distinct(subject, found)
        try:
            return [*values, *repeated(subject, found)]
        except NotExplainable as why:
            self.untold.append(str(why))
            return values

    def box(self, found: Iterable[Condition]) -> Box:
        """The requests that fulfil all of these conditions, which are some of the table's."""
        box: dict[Subject, int] = {}
        for each in found:
            box[each.subject] = box.get(each.subject, -1) & self._masks[each]
        return box

    def inside(self, one: Box, other: Box) -> bool:
        """Whether every request of the one box is in the other."""
        return all(one.get(subject, self._all(subject)) & ~mask == 0 for subject, mask in other.items())

    def between(self, old: int | None, new: int | None) -> frozenset[int]:
        """The edges that tell apart what two routes make of a path."""
        if old is None or new is None:
            return frozenset()
        return self._between[self._rewritings[0][old], self._rewritings[1][new]]

    def leaves(self, box: Box | None = None) -> dict[Leaf, Example]:
        """Every leaf with a request, among those of the box, and an example: the plainest request of it.

        Raises NotExplainable where there would be too many.
        """
        memo: dict[tuple[int, Live, Live, frozenset[int]], dict[Leaf, Choice]] = {}

        def follow(depth: int, old: Live, new: Live, held: frozenset[int]) -> dict[Leaf, Choice]:
            if depth == len(self._subjects) or (self._first(0, old, depth) and self._first(1, new, depth) and depth):
                first, other = old[0] if old else None, new[0] if new else None
                return {Leaf(first, other, held & self.between(first, other)): (0, ())}
            if (depth, old, new, held) not in memo:
                if len(memo) > _LIMIT:
                    raise NotExplainable("so many conditions that their requests can't be told apart")
                found: dict[Leaf, Choice] = {}
                for value, after in self._after(depth, old, new, held, box or {}):
                    more = int(len(self._values[depth][value]) > 1)
                    for leaf, (cost, rest) in follow(depth + 1, *after).items():
                        if leaf not in found or found[leaf][0] > cost + more:
                            found[leaf] = (cost + more, (value, *rest))
                memo[depth, old, new, held] = found
            return memo[depth, old, new, held]

        if not all(mask & self._all(subject) for subject, mask in (box or {}).items()):
            return {}
        start = tuple(tuple(range(len(side))) for side in self.routes)
        subjects = list(self._subjects)
        return {
            leaf: Example({subjects[depth]: self._values[depth][value] for depth, value in enumerate(chosen)})
            for leaf, (_, chosen) in follow(0, start[0], start[1], frozenset()).items()
        }

    def _after(
        self, depth: int, old: Live, new: Live, held: frozenset[int], box: Box
    ) -> list[tuple[int, tuple[Live, Live, frozenset[int]]]]:
        """The first value for each different outcome of the next subject, with what is left after it."""
        subject = list(self._subjects)[depth]
        allowed = box.get(subject, -1)
        found: dict[tuple[Live, Live, frozenset[int]], int] = {}
        for value in range(len(self._values[depth])):
            if not allowed >> value & 1:
                continue
            left = (self._left(0, old, subject, depth, value), self._left(1, new, subject, depth, value))
            edge = self._held(value, *left) if subject == PATH else held
            found.setdefault((*left, edge), value)
        return [(value, after) for after, value in found.items()]

    def _held(self, value: int, old: Live, new: Live) -> frozenset[int]:
        """The edges that hold of a path, of those that may matter for the routes that are left."""
        one, other = ({self._rewritings[side][route] for route in live} for side, live in ((0, old), (1, new)))
        asked = {index for pair in ((a, b) for a in one for b in other) for index in self._between[pair]}
        return frozenset(index for index in asked if self._masks[self.edges[index]] >> value & 1)

    def _left(self, side: int, live: Live, subject: Subject, depth: int, value: int) -> Live:
        left: list[int] = []
        for route in live:
            if self._boxes[side][route].get(subject, -1) >> value & 1:
                left.append(route)
                if self._last[side][route] <= depth:
                    break  # it takes every request that came so far: what follows it takes none
        return tuple(left)

    def _first(self, side: int, live: Live, depth: int) -> bool:
        """Whether it is known which route is the first: no condition on a later subject."""
        return not live or self._last[side][live[0]] < depth

    def _end(self, found: Iterable[Condition]) -> int:
        return max((self._subjects[each.subject] for each in found), default=-1)

    def _all(self, subject: Subject) -> int:
        return (1 << len(self._values[self._subjects[subject]])) - 1


def _bits(values: Iterable[bool]) -> int:
    return sum(1 << index for index, value in enumerate(values) if value)


def _http(routes: Sequence[Resource]) -> list[Resource]:
    """Without those for CONNECT: what is compared are requests, not tunnels."""
    return [route for route in routes if route["match"].get("connect_matcher") is None]
