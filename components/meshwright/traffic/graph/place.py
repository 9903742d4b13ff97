"""Vertical positions of the vertices: in order, apart, and level with their neighbours."""

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from meshwright.traffic.graph.order import Item, neighbours

ROUNDS = 16


def heights(
    columns: Sequence[Sequence[Item]],
    lines: Sequence[tuple[Item, Item]],
    apart: Callable[[Item, Item], float],
    weight: Callable[[Item], float],
) -> dict[Item, float]:
    """The height of each item's centre.

    `apart`: the least distance of the centres of two neighbours in a column; `weight`: how much it matters that an
    item is level with its neighbours.
    """
    before, behind = neighbours(columns, lines)
    found: dict[Item, float] = {}
    for column in columns:
        stacked = _offsets(column, apart)
        found.update({item: offset - stacked[-1] / 2 for item, offset in zip(column, stacked, strict=True)})
    for round_ in range(ROUNDS):
        last = round_ >= ROUNDS - 2
        for column in columns if round_ % 2 == 0 else reversed(columns):
            sides = (before, behind) if last else (before,) if round_ % 2 == 0 else (behind,)
            wanted = [_level(item, sides, found) for item in column]
            placed = _kept_apart(wanted, [weight(item) for item in column], _offsets(column, apart))
            found.update(zip(column, placed, strict=True))
    return found


def _level(item: Item, sides: Sequence[Mapping[Item, Sequence[Item]]], found: Mapping[Item, float]) -> float:
    levels = [found[each] for side in sides for each in side[item]]
    return sum(levels) / len(levels) if levels else found[item]


def _offsets(column: Sequence[Item], apart: Callable[[Item, Item], float]) -> list[float]:
    offsets = [0.0]
    for one, other in pairwise(column):
        offsets.append(offsets[-1] + apart(one, other))
    return offsets


def _kept_apart(wanted: Sequence[float], weights: Sequence[float], offsets: Sequence[float]) -> list[float]:
    """The heights nearest to the wanted ones (least squares) that keep the order and the distances.

    Without the offsets this is isotonic regression, which the pool-adjacent-violators algorithm solves exactly in one
    pass.
    """
    pools: list[tuple[float, float, int]] = []  # mean, weight, number of items
    for target, weight, offset in zip(wanted, weights, offsets, strict=True):
        mean, heavy, count = target - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, pooled, several = pools.pop()
            mean = (mean * heavy + other * pooled) / (heavy + pooled)
            heavy, count = heavy + pooled, count + several
        pools.append((mean, heavy, count))
    flat = [mean for mean, _, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=True)]
