"""Positions of everything: columns from callers to callees, and lines around boxes. Deterministic for a graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from meshwright.traffic.graph.layers import Pair, layers
from meshwright.traffic.graph.model import Key
from meshwright.traffic.graph.order import ordered
from meshwright.traffic.graph.place import heights

Point = tuple[float, float]
Step = tuple[Point, ...]
"""One point: a straight line to it. Three points: a cubic curve, its two control points first."""

MARGIN, BETWEEN, BELOW = 24.0, 84.0, 20.0
"""Margins: around the drawing, between columns, and between boxes of a column."""
LINE = 11.0
"""The distance between two lines through a column."""
WIDE = 1.7
"""The desired ratio of width to height: that of a screen."""

_Bend = tuple[Key, int]
"""The position at which lines to one target pass a column: all lines to a target pass together."""
_Item = Key | _Bend


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its upper left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line from one box to another. `to_right`: whether it arrives from the left."""

    start: Point
    steps: tuple[Step, ...]
    to_right: bool

    @property
    def end(self) -> Point:
        """Its last point."""
        return self.steps[-1][-1]


@dataclass(frozen=True, slots=True)
class Layout:
    """The size of a drawing, its boxes by key and its lines by the keys of both ends."""

    width: float
    height: float
    boxes: Mapping[Key, Box]
    lines: Mapping[Pair, Line]


def layout(sizes: Mapping[Key, tuple[float, float]], edges: Sequence[Pair]) -> Layout:
    """A drawing of boxes of these sizes, in the order of their keys. Boxes without an edge are below the others."""
    proper = [(source, target) for source, target in dict.fromkeys(edges) if source != target]
    connected = {key for pair in proper for key in pair}
    keys = [key for key in sizes if key in connected]
    room = {key: height + BELOW for key, (_, height) in sizes.items()}
    limit = sqrt(sum((sizes[key][0] + BETWEEN) * room[key] for key in keys) / WIDE)
    at = layers(keys, proper, room, limit)
    turned = {(source, target) for source, target in proper if at[source] > at[target]}
    level = {(source, target) for source, target in proper if at[source] == at[target]}
    chains = {pair: _chain(pair, at, turned) for pair in proper if pair not in level}
    columns: list[list[_Item]] = [[] for _ in range(max(at.values(), default=-1) + 1)]
    for key in keys:
        columns[at[key]].append(key)
    for bend in dict.fromkeys(each for chain in chains.values() for each in chain if isinstance(each, tuple)):
        columns[bend[1]].append(bend)
    segments = list(dict.fromkeys(pair for chain in chains.values() for pair in pairwise(chain)))
    columns = ordered(columns, segments)
    middles = heights(columns, segments, lambda one, other: _apart(sizes, one, other), _weight)
    top = min((middles[key] - sizes[key][1] / 2 for key in keys), default=0)
    top = min([top, *(middles[each] for column in columns for each in column if isinstance(each, tuple))])
    middles = {item: value - top + MARGIN for item, value in middles.items()}
    boxes, edges_of = _boxes(sizes, columns, middles)
    lines = {pair: _line(pair, chain, pair in turned, boxes, edges_of, middles) for pair, chain in chains.items()}
    bottom = max([MARGIN - BELOW, *middles.values(), *(each.y + each.height for each in boxes.values())])
    right = max([0.0, *(each.x + each.width for each in boxes.values())])
    boxes |= _below([key for key in sizes if key not in connected], sizes, bottom + BELOW, right or limit)
    lines |= {(source, target): _beside(boxes[source], boxes[target]) for source, target in level}
    lines |= {(key, key): _loop(boxes[key]) for key, target in edges if key == target}
    width = max([0.0, *(each.x + each.width for each in boxes.values())]) + MARGIN
    height = max([bottom, *(each.y + each.height for each in boxes.values())]) + MARGIN
    return Layout(
        width, height, {key: boxes[key] for key in sizes}, {pair: lines[pair] for pair in dict.fromkeys(edges)}
    )


def _chain(pair: Pair, at: Mapping[Key, int], turned: set[Pair]) -> list[_Item]:
    """What a line passes, from left to right."""
    source, target = reversed(pair) if pair in turned else pair
    name = " ".join(pair) if pair in turned else target
    return [source, *((name, layer) for layer in range(at[source] + 1, at[target])), target]


def _apart(sizes: Mapping[Key, tuple[float, float]], one: _Item, other: _Item) -> float:
    bends = isinstance(one, tuple) and isinstance(other, tuple)
    return LINE if bends else BELOW + sum(sizes[each][1] / 2 for each in (one, other) if not isinstance(each, tuple))


def _weight(item: _Item) -> float:
    return 4 if isinstance(item, tuple) else 1


def _boxes(
    sizes: Mapping[Key, tuple[float, float]], columns: Sequence[Sequence[_Item]], middles: Mapping[_Item, float]
) -> tuple[dict[Key, Box], list[tuple[float, float]]]:
    """The boxes, and the left and right edge of each column."""
    boxes: dict[Key, Box] = {}
    edges = []
    x = MARGIN
    for column in columns:
        keys = [each for each in column if not isinstance(each, tuple)]
        width = max(sizes[key][0] for key in keys)
        for key in keys:
            boxes[key] = Box(x, middles[key] - sizes[key][1] / 2, width, sizes[key][1])
        edges.append((x, x + width))
        x += width + BETWEEN
    return boxes, edges


def _line(
    pair: Pair,
    chain: Sequence[_Item],
    turned: bool,
    boxes: Mapping[Key, Box],
    edges: Sequence[tuple[float, float]],
    middles: Mapping[_Item, float],
) -> Line:
    source, target = (boxes[each] for each in (reversed(pair) if turned else pair))
    # A line that leads back arrives lower than one that leads forward, so that both are visible
    shift = 0.3 if turned else 0
    points = [(source.x + source.width, source.middle + shift * source.height)]
    for bend in chain[1:-1]:
        left, right = edges[bend[1]]  # type: ignore[index]
        points += [(left, middles[bend]), (right, middles[bend])]
    points.append((target.x, target.middle + shift * target.height))
    if turned:
        points.reverse()
    steps: list[Step] = []
    for index, (one, other) in enumerate(pairwise(points)):
        half = (one[0] + other[0]) / 2
        steps.append((other,) if index % 2 else ((half, one[1]), (half, other[1]), other))
    return Line(points[0], tuple(steps), not turned)


def _below(keys: Sequence[Key], sizes: Mapping[Key, tuple[float, float]], y: float, right: float) -> dict[Key, Box]:
    """Boxes in rows that are no wider than the rest of the drawing."""
    found: dict[Key, Box] = {}
    x, highest = MARGIN, 0.0
    for key in keys:
        width, height = sizes[key]
        if x > MARGIN and x + width > right:
            x, y, highest = MARGIN, y + highest + BELOW, 0.0
        found[key] = Box(x, y, width, height)
        x, highest = x + width + BELOW, max(highest, height)
    return found


def _beside(source: Box, target: Box) -> Line:
    """A line between two boxes of one column: right into the gap, and back."""
    x = source.x + source.width
    start, end = source.middle + 0.2 * source.height, target.middle - 0.2 * target.height
    out = min(0.9 * BETWEEN, 24 + abs(end - start) / 6)
    return Line((x, start), (((x + out, start), (x + out, end), (x, end)),), to_right=False)


def _loop(box: Box) -> Line:
    """From a box to itself, around its upper right corner."""
    x, y = box.x + box.width, box.y + 10
    return Line((x, y + 10), (((x + 34, y + 14), (x + 34, y - 22), (x, y - 4)),), to_right=False)
