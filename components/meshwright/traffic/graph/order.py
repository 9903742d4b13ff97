"""Orders the vertices of each column so that few lines cross."""

from bisect import bisect_right, insort
from collections.abc import Hashable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)
ROUNDS = 12


def ordered(columns: Sequence[Sequence[Item]], lines: Sequence[tuple[Item, Item]]) -> list[list[Item]]:
    """The columns with each item near the middle of its neighbours (the barycentre heuristic).

    `lines` lead from one column to the next. Of all orders that are tried, the one with the fewest crossings is used.
    """
    before, behind = neighbours(columns, lines)
    order = [list(column) for column in columns]
    best, fewest = order, crossings(order, behind)
    for round_ in range(ROUNDS):
        if not fewest:
            break
        to_the_right = round_ % 2 == 0
        towards = before if to_the_right else behind
        order = [list(column) for column in order]
        at = {item: index for column in order for index, item in enumerate(column)}
        for column in order if to_the_right else reversed(order):
            column.sort(key=lambda item: _middle([at[each] for each in towards[item]], at[item]))
            at.update({item: index for index, item in enumerate(column)})
        found = crossings(order, behind)
        if found < fewest:
            best, fewest = order, found
    return best


def neighbours(
    columns: Sequence[Sequence[Item]], lines: Sequence[tuple[Item, Item]]
) -> tuple[dict[Item, list[Item]], dict[Item, list[Item]]]:
    """The neighbours of each item in the previous column, and in the next."""
    before: dict[Item, list[Item]] = {item: [] for column in columns for item in column}
    behind: dict[Item, list[Item]] = {item: [] for column in columns for item in column}
    for source, target in lines:
        behind[source].append(target)
        before[target].append(source)
    return before, behind


def crossings(columns: Sequence[Sequence[Item]], behind: Mapping[Item, Sequence[Item]]) -> int:
    """The number of crossings between neighbouring columns."""
    count = 0
    for column, following in pairwise(columns):
        at = {item: index for index, item in enumerate(following)}
        seen: list[int] = []
        for item in column:
            ends = sorted(at[each] for each in behind[item])
            count += sum(len(seen) - bisect_right(seen, end) for end in ends)
            for end in ends:
                insort(seen, end)
    return count


def _middle(positions: Sequence[int], otherwise: int) -> float:
    return sum(positions) / len(positions) if positions else otherwise
