"""Where things are drawn: apart, connected, and always the same."""

import random
import subprocess
import sys
from itertools import combinations, pairwise
from math import isfinite
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshwright.traffic.graph import graph, svg
from meshwright.traffic.graph.cycles import cycles
from meshwright.traffic.graph.layout import Box, Layout, Point, layout
from meshwright.traffic.graph.order import crossings, neighbours, ordered

from .graph_meshes import after, before, large

EDGES = st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=40)


def sizes(count: int) -> dict[str, tuple[float, float]]:
    return {str(each): (120.0 + each % 3 * 40, 44.0 + each % 4 * 18) for each in range(count)}


def apart(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return beside or one.y + one.height <= other.y or other.y + other.height <= one.y


def held(placed: Layout, edges: list[tuple[str, str]]) -> None:
    """What holds for every drawing."""
    assert all(apart(one, other) for one, other in combinations(placed.boxes.values(), 2))
    assert set(placed.lines) == set(edges)
    for box in placed.boxes.values():
        assert 0 <= box.x <= box.x + box.width <= placed.width
        assert 0 <= box.y <= box.y + box.height <= placed.height
    for (source, target), line in placed.lines.items():
        assert on_the_edge(line.start, placed.boxes[source])
        assert on_the_edge(line.end, placed.boxes[target])
        points = [line.start, *(step[-1] for step in line.steps)]
        assert all(isfinite(x) and isfinite(y) and 0 <= x <= placed.width for x, y in points)
        for one, other in pairwise(points):
            crossed = [
                key for key, box in placed.boxes.items() if key not in (source, target) and straight(one, other, box)
            ]
            assert not crossed, f"the line from {source} to {target} runs through {crossed}"


def on_the_edge(point: Point, box: Box) -> bool:
    x, y = point
    return min(abs(x - box.x), abs(x - box.x - box.width)) < 0.01 and box.y - 5 <= y <= box.y + box.height


def straight(one: Point, other: Point, box: Box) -> bool:
    """Whether a straight, level part of a line runs through a box. Curves lie between columns, where no box is."""
    return (
        one[1] == other[1] and box.y < one[1] < box.y + box.height and one[0] < box.x + box.width and box.x < other[0]
    )


@settings(max_examples=150, deadline=None)
@given(EDGES)
def test_any_mesh(pairs: list[tuple[int, int]]) -> None:
    edges = [(str(one), str(other)) for one, other in pairs]
    held(layout(sizes(15), edges), edges)


def test_200_services() -> None:
    placed = layout(
        {each.key: (150.0, 44.0) for each in graph(large()).vertices},
        edges := [(e.source, e.target) for e in graph(large()).edges],
    )
    held(placed, edges)
    assert len({box.x for box in placed.boxes.values()}) < 40


def test_nothing_and_one() -> None:
    held(layout({}, []), [])
    held(layout({"a": (100, 44)}, [("a", "a")]), [("a", "a")])


def test_callers_stand_to_the_left() -> None:
    placed = layout(sizes(6), [("0", "1"), ("1", "2"), ("0", "2"), ("2", "3"), ("3", "1"), ("0", "4"), ("4", "3")])
    x = {key: box.x for key, box in placed.boxes.items()}
    assert x["0"] < x["1"] < x["2"] < x["3"], "a cycle starts where a call comes in"
    assert x["0"] < x["4"]
    assert placed.boxes["5"].y > max(box.y for key, box in placed.boxes.items() if key != "5")


def test_a_long_circle_does_not_make_the_drawing_long() -> None:
    """Each of 100 calls the next five: a chain of 100 would fit on no screen."""
    keys = {f"{each:03}": (150.0, 44.0) for each in range(100)}
    names = list(keys)
    edges = [(names[each], names[(each + ahead) % 100]) for each in range(100) for ahead in range(1, 6)]
    placed = layout(keys, edges)
    held(placed, edges)
    assert len({box.x for box in placed.boxes.values()}) <= 21


def test_lines_to_one_target_run_together() -> None:
    edges = [("0", "1"), ("1", "2"), ("2", "3"), ("0", "3"), ("1", "3")]
    placed = layout(sizes(4), edges)
    ways = [[step[-1] for step in placed.lines[pair].steps] for pair in (("0", "3"), ("1", "3"))]
    assert ways[0][-3:] == ways[1][-3:]


def test_fewer_lines_cross() -> None:
    chance = random.Random(1)
    columns = [[(column, each) for each in range(12)] for column in range(4)]
    lines = [
        (columns[column][each], columns[column + 1][(each * 5 + step) % 12])
        for column in range(3)
        for each in range(12)
        for step in (0, chance.randrange(3))
    ]
    lines = list(dict.fromkeys(lines))
    behind = neighbours(columns, lines)[1]
    better = ordered(columns, lines)
    assert [sorted(column) for column in better] == columns
    assert crossings(better, behind) < 0.5 * crossings(columns, behind)


def test_crossings_are_counted() -> None:
    columns, behind = (
        [["a", "b", "c"], ["x", "y", "z"]],
        {"a": ["z"], "b": ["x", "y"], "c": ["y"], "x": [], "y": [], "z": []},
    )
    pairs = [(columns[0].index(s), columns[1].index(t)) for s in "abc" for t in behind[s]]
    by_hand = sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(pairs, 2))
    assert crossings(columns, behind) == by_hand == 3


def test_circles() -> None:
    following = {"a": ["b"], "b": ["c", "d"], "c": ["b"], "d": ["d"], "e": ["a"]}
    assert cycles(list("abcde"), following) == [["e"], ["a"], ["b", "c"], ["d"]]


@pytest.mark.parametrize("old", [None, before()], ids=["plain", "compared"])
def test_every_box_and_edge_is_in_the_svg(old: object) -> None:
    drawn = graph(after(), old=old)  # type: ignore[arg-type]
    root = ElementTree.fromstring(svg(drawn))
    at = "{http://www.w3.org/2000/svg}"
    classes = [each.get("class", "").split()[0] for each in root.iter(f"{at}g") if each.get("class")]
    assert classes.count("vertex") == len(drawn.vertices)
    assert classes.count("edge") == len(drawn.edges)
    assert "script" not in {each.tag.removeprefix(at) for each in root.iter()}


def test_the_same_in_every_process() -> None:
    """The order of a set of texts differs from one process to the next."""
    program = "from graph_meshes import large; from meshwright.traffic.graph import *; print(svg(graph(large())))"
    texts = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parent,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert texts[0] == texts[1] != ""
