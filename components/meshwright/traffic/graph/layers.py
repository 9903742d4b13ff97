"""Assigns each vertex to a column: callers left of callees, except within cycles."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush

from meshwright.traffic.graph.cycles import cycles
from meshwright.traffic.graph.model import Key

Pair = tuple[Key, Key]
FEW = 8
"""This many columns are always acceptable."""


def layers(keys: Sequence[Key], edges: Sequence[Pair], heights: Mapping[Key, float], limit: float) -> dict[Key, int]:
    """The column of each vertex: the first one that is right of all its callers and not full.

    A column is full if another box would make it higher than `limit` (the layering of Coffman and Graham). Within a
    cycle only callers count that are nearer to where calls enter it, or else, as long as the drawing becomes at most
    half wider, those that come first in `keys`. So an edge may lead to the left, or stay within a column.
    """
    away = _away(keys, edges)
    rank = {key: index for index, key in enumerate(keys)}
    narrow = _placed(keys, [(a, b) for a, b in edges if away[a] < away[b]], heights, limit)
    strict = _placed(keys, [(a, b) for a, b in edges if (*away[a], rank[a]) < (*away[b], rank[b])], heights, limit)
    few = max(FEW, 1.5 * _columns(narrow))
    return strict if _columns(strict) <= few else narrow


def _columns(found: Mapping[Key, int]) -> int:
    return max(found.values(), default=-1) + 1


def _away(keys: Sequence[Key], edges: Sequence[Pair]) -> dict[Key, tuple[int, int]]:
    """For each vertex the number of its cycle, callers first, and its distance from where calls enter the cycle."""
    following: dict[Key, list[Key]] = {key: [] for key in keys}
    for source, target in edges:
        following[source].append(target)
    found = cycles(keys, following)
    cycle = {key: number for number, members in enumerate(found) for key in members}
    entered = {target for source, target in edges if cycle[source] != cycle[target]}
    away: dict[Key, tuple[int, int]] = {}
    for number, members in enumerate(found):
        starts = [key for key in members if key in entered] or members[:1]
        away.update(dict.fromkeys(starts, (number, 0)))
        waiting = deque(starts)
        while waiting:
            at = waiting.popleft()
            for target in following[at]:
                if cycle[target] == number and target not in away:
                    away[target] = (number, away[at][1] + 1)
                    waiting.append(target)
    return away


def _placed(keys: Sequence[Key], edges: Iterable[Pair], heights: Mapping[Key, float], limit: float) -> dict[Key, int]:
    """The columns if every edge must lead to the right."""
    following: dict[Key, list[Key]] = {key: [] for key in keys}
    callers = dict.fromkeys(keys, 0)
    for source, target in edges:
        following[source].append(target)
        callers[target] += 1
    rank = {key: index for index, key in enumerate(keys)}
    first = dict.fromkeys(keys, 0)
    used: dict[int, float] = {}
    found: dict[Key, int] = {}
    ready = [(0, rank[key], key) for key in keys if not callers[key]]
    while ready:
        layer, _, at = heappop(ready)
        while used.get(layer, 0) and used[layer] + heights[at] > limit:
            layer += 1
        found[at] = layer
        used[layer] = used.get(layer, 0) + heights[at]
        for target in following[at]:
            first[target] = max(first[target], layer + 1)
            callers[target] -= 1
            if not callers[target]:
                heappush(ready, (first[target], rank[target], target))
    return found
