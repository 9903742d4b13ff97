"""Marks what has changed in a graph since an earlier one, and adds what was removed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from meshwright.traffic.graph.model import MESH, Edge, Graph, Highlight, Highlights, Version, Vertex, key

ADDED, REMOVED = Highlight("added"), Highlight("removed")


def highlighted(graph: Graph, highlights: Highlights) -> Graph:
    """The graph with highlights, by key. Other parts keep theirs."""

    def version(each: Version) -> Version:
        return replace(each, highlight=highlights.get(key("node", each.node), each.highlight))

    def vertex(each: Vertex) -> Vertex:
        shown = highlights.get(each.key, each.highlight)
        return replace(each, highlight=shown, versions=tuple(map(version, each.versions)))

    def edge(each: Edge) -> Edge:
        return replace(each, highlight=highlights.get(each.key, each.highlight))

    vertices, edges = tuple(map(vertex, graph.vertices)), tuple(map(edge, graph.edges))
    return replace(graph, vertices=vertices, edges=edges, compared=True, highlight=highlights.get(MESH))


def since(graph: Graph, old: Graph, *, judged: bool) -> Graph:
    """The graph with added parts marked, and removed parts added and marked.

    `judged`: highlights come from elsewhere; otherwise a part whose facts differ is marked.
    """
    before = {each.key: each for each in old.vertices}
    now = {each.key for each in graph.vertices}
    vertices = [_vertex(each, before.get(each.key), judged) for each in graph.vertices]
    vertices += [replace(each, highlight=REMOVED) for each in old.vertices if each.key not in now]
    edges = _merged(graph.edges, old.edges)
    return replace(graph, vertices=tuple(vertices), edges=tuple(edges), compared=True)


def _vertex(new: Vertex, old: Vertex | None, judged: bool) -> Vertex:
    if old is None:
        return replace(new, highlight=ADDED)
    before = {each.node for each in old.versions}
    now = {each.node for each in new.versions}
    versions = [each if each.node in before else replace(each, highlight=ADDED) for each in new.versions]
    versions += [replace(each, share=None, by=(), highlight=REMOVED) for each in old.versions if each.node not in now]
    changed = not judged and _said(new) != _said(old)
    return replace(new, versions=tuple(versions), highlight=Highlight("changed") if changed else None)


def _merged(new: Sequence[Edge], old: Sequence[Edge]) -> Iterable[Edge]:
    before, now = {each.key for each in old}, {each.key for each in new}
    yield from (each if each.key in before else replace(each, highlight=ADDED) for each in new)
    yield from (replace(each, highlight=REMOVED) for each in old if each.key not in now)


def _said(vertex: Vertex) -> object:
    """The facts of a vertex without source locations, which move when another part changes."""

    def here(facts: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        return [each for each in facts if each[0] != "written at"]

    ways = [replace(each, facts=tuple(here(each.facts))) for each in vertex.ways]
    versions = [replace(each, facts=tuple(here(each.facts))) for each in vertex.versions]
    return vertex.summary, here(vertex.facts), ways, versions
