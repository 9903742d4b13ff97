"""Compares two lists of routes: which requests each pair of routes, one of either list, takes.

A decision diagram over the parts of a request: each part leaves the routes whose conditions on it hold. Values that
lead to the same routes on both sides are followed once, so the size depends on what the conditions distinguish and
not on the number of combinations.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.requests.condition import PATH, Condition, Subject, check_together
from meshwright.traffic.requests.example import Example
from meshwright.traffic.requests.rewriting import edges
from meshwright.traffic.requests.route import TableRoute
from meshwright.traffic.requests.values import distinct, repeated

_LIMIT = 500_000
"""The maximum number of steps over all states and values."""


class Leaf(NamedTuple):
    """The requests that route `old` takes on one side and route `new` on the other, by index; None: no route.

    `edges`: which of the table's edges between the two hold.
    """

    old: int | None
    new: int | None
    edges: frozenset[int] = frozenset()


Box = Mapping[Subject, int]
"""A set of requests: for each subject a bit for each allowed value; other subjects may have any value."""

Choice = tuple[int, tuple[int, ...]]
"""How many headers are repeated, and the chosen value of each subject."""


class State(NamedTuple):
    """A state after the first parts of a request: a bit for each route that may still take it, and the edges that
    hold."""

    depth: int
    old: int
    new: int
    held: frozenset[int]


class Table:
    """Two lists of routes. Either may be empty.

    `schemes`: those that requests can have. `merged`: whether the listener merges the slashes of paths. `edges`:
    conditions on the path that separate paths that both sides rewrite equally from the others. `untold`: requests that
    are left out, in words. Raises NotExplainable if conditions depend on one another.
    """

    def __init__(
        self,
        old: Sequence[TableRoute],
        new: Sequence[TableRoute],
        schemes: Sequence[str] = ("http", "https"),
        *,
        merged: bool = False,
    ) -> None:
        self.conditions = tuple([route.conditions for route in side] for side in (old, new))
        self._rewritings = tuple([route.rewriting for route in side] for side in (old, new))
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
        self._schemes, self._merged, self.untold = schemes, merged, list[str]()
        self._values = [self._distinct(subject, found) for subject, found in by_subject.items()]
        self._masks = {
            each: _bits(each.holds(value) for value in self._values[index])
            for index, found in enumerate(by_subject.values())
            for each in found
        }
        boxes = [[self.box(found) for found in side] for side in self.conditions]
        last = [[self._end(found) for found in side] for side in self.conditions]
        self._taking = [
            [
                [_bits(box.get(subject, -1) >> value & 1 for box in side) for value in range(len(self._values[depth]))]
                for subject, depth in self._subjects.items()
            ]
            for side in boxes
        ]
        """The routes that accept a value, by side, subject and value."""
        self._sure = [[_bits(end <= depth for end in side) for depth in self._subjects.values()] for side in last]
        """The routes without conditions on later subjects."""
        whole = [(1 << len(side)) - 1 for side in self.conditions]
        self._start = State(0, whole[0], whole[1], frozenset())
        self._work = 0

    def _distinct(self, subject: Subject, found: Sequence[Condition]) -> list[tuple[str, ...]]:
        if subject.name == ":scheme":
            return [(each,) for each in self._schemes]
        values = distinct(subject, found, merged=self._merged)
        try:
            return [*values, *repeated(subject, found)]
        except NotExplainable as why:
            self.untold.append(str(why))
            return values

    def box(self, found: Iterable[Condition]) -> Box:
        """The requests that fulfil all of these conditions, which must be conditions of the table."""
        box: dict[Subject, int] = {}
        for each in found:
            box[each.subject] = box.get(each.subject, -1) & self._masks[each]
        return box

    def inside(self, one: Box, other: Box) -> bool:
        """Whether every request of the one box is in the other."""
        return all(one.get(subject, self._all(subject)) & ~mask == 0 for subject, mask in other.items())

    def between(self, old: int | None, new: int | None) -> frozenset[int]:
        """The edges between the rewritings of two routes."""
        if old is None or new is None:
            return frozenset()
        return self._between[self._rewritings[0][old], self._rewritings[1][new]]

    def leaves(self) -> dict[Leaf, Example]:
        """Every leaf that has requests, with its plainest request as an example.

        Raises NotExplainable if it takes too many steps.
        """
        memo: dict[State, dict[Leaf, Choice]] = {}

        def follow(state: State) -> dict[Leaf, Choice]:
            if (leaf := self._leaf(state)) is not None:
                return {leaf: (0, ())}
            if state not in memo:
                found: dict[Leaf, Choice] = {}
                for value, after in self._after(state, {}):
                    more = int(len(self._values[state.depth][value]) > 1)
                    below = follow(after)
                    self._spend(len(below))
                    for leaf, (cost, rest) in below.items():
                        if leaf not in found or found[leaf][0] > cost + more:
                            found[leaf] = (cost + more, (value, *rest))
                memo[state] = found
            return memo[state]

        subjects = list(self._subjects)
        return {
            leaf: Example({subjects[depth]: self._values[depth][value] for depth, value in enumerate(chosen)})
            for leaf, (_, chosen) in follow(self._start).items()
        }

    def within(self, box: Box, leaves: Collection[Leaf]) -> bool:
        """Whether every request of the box is in one of these leaves. Raises NotExplainable like `leaves`."""
        if not all(mask & self._all(subject) for subject, mask in box.items()):
            return True
        seen, waiting = {self._start}, [self._start]
        while waiting:
            state = waiting.pop()
            if (leaf := self._leaf(state)) is not None:
                if leaf not in leaves:
                    return False
                continue
            for _, after in self._after(state, box):
                if after not in seen:
                    seen.add(after)
                    waiting.append(after)
        return True

    def _leaf(self, state: State) -> Leaf | None:
        """The leaf, if later parts of the request no longer matter."""
        depth, old, new, held = state
        if depth < len(self._subjects) and not (depth and self._first(0, old, depth) and self._first(1, new, depth)):
            return None
        one, other = (_lowest(live) if live else None for live in (old, new))
        return Leaf(one, other, held & self.between(one, other))

    def _after(self, state: State, box: Box) -> Iterator[tuple[int, State]]:
        """For each different next state, the first value that leads to it."""
        depth, old, new, held = state
        subject = list(self._subjects)[depth]
        allowed = box.get(subject, -1) & self._all(subject)
        self._spend(allowed.bit_count())
        seen: set[State] = set()
        for value in _bits_of(allowed):
            left = self._left(0, old, depth, value), self._left(1, new, depth, value)
            after = State(depth + 1, *left, self._held(value, *left) if subject == PATH else held)
            if after not in seen:
                seen.add(after)
                yield value, after

    def _spend(self, steps: int) -> None:
        self._work += steps
        if self._work > _LIMIT:
            raise NotExplainable("too many conditions to compare their requests")

    def _held(self, value: int, old: int, new: int) -> frozenset[int]:
        """The edges that hold for a path, of those that may matter to the remaining routes."""
        if not self.edges:
            return frozenset()
        one, other = (
            {self._rewritings[side][route] for route in _bits_of(live)} for side, live in ((0, old), (1, new))
        )
        asked = {index for pair in ((a, b) for a in one for b in other) for index in self._between[pair]}
        return frozenset(index for index in asked if self._masks[self.edges[index]] >> value & 1)

    def _left(self, side: int, live: int, depth: int, value: int) -> int:
        left = live & self._taking[side][depth][value]
        sure = left & self._sure[side][depth]
        # It takes every request that comes this far, so later routes take none
        return left & (((sure & -sure) << 1) - 1) if sure else left

    def _first(self, side: int, live: int, depth: int) -> bool:
        """Whether the first route is certain: it has no condition on a later subject."""
        return not live or bool(live & -live & self._sure[side][depth - 1])

    def _end(self, found: Iterable[Condition]) -> int:
        return max((self._subjects[each.subject] for each in found), default=-1)

    def _all(self, subject: Subject) -> int:
        return (1 << len(self._values[self._subjects[subject]])) - 1


def _bits(values: Iterable[int]) -> int:
    return sum(1 << index for index, value in enumerate(values) if value)


def _bits_of(bits: int) -> Iterator[int]:
    while bits:
        yield _lowest(bits)
        bits &= bits - 1


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
