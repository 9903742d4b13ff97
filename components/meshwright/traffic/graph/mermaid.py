"""The graph as Mermaid, which Markdown on GitHub and elsewhere draws."""

import re
from collections.abc import Iterable

from meshwright.traffic.graph.identifiers import identifiers
from meshwright.traffic.graph.model import Edge, Graph, Highlight, Key, Version, Vertex
from meshwright.units import show_share

EDGES, CHARACTERS = 500, 50_000
"""Mermaid's `maxEdges` and `maxTextSize`. GitHub draws nothing beyond them, and they can't be raised there."""

_SHAPES = {
    "gateway": ('{{"', '"}}'),
    "service": ('["', '"]'),
    "node": ('(["', '"])'),
    "host": ('[/"', '"/]'),
    "function": ('[\\"', '"\\]'),
}
_MARKS = {"added": "+ ", "removed": "− ", "changed": "~ "}
_CLASSES = {
    "added": "stroke-width:3px",
    "removed": "stroke-width:2px,stroke-dasharray:6 4",
    "changed": "stroke-width:3px",
    "safe": "stroke:#1a7f37",
    "careful": "stroke:#9a6700",
    "unsafe": "stroke:#cf222e",
}


def mermaid(graph: Graph) -> str:
    """A flowchart from left to right. Services with several versions have a box for each, with its share on the edge."""
    ids = _ids(graph)
    lines = ["flowchart LR"]
    for vertex in graph.vertices:
        lines += _vertex(vertex, ids)
    starts = {(vertex.key, each.at): _at(vertex, each) for vertex in graph.vertices for each in _drawn(vertex)}
    lines += [_edge(each, starts.get((each.source, each.target)), ids) for each in graph.edges]
    lines += _styles(graph, ids)
    return "\n".join(lines) + "\n"


def too_large_for_github(text: str) -> str:
    """Why GitHub will not draw a Mermaid text; empty if it will."""
    edges = sum(bool(re.match(r" +\S+ (-->|==>)", line)) for line in text.splitlines())
    if edges > EDGES:
        return f"{edges} edges; GitHub draws up to {EDGES}"
    return f"{len(text)} characters; GitHub draws up to {CHARACTERS}" if len(text) > CHARACTERS else ""


def _drawn(vertex: Vertex) -> tuple[Version, ...]:
    """The versions that have a box of their own."""
    return vertex.versions if len(vertex.versions) > 1 else ()


def _vertex(vertex: Vertex, ids: dict[Key, str]) -> Iterable[str]:
    opened, closed = _SHAPES[vertex.kind]
    label = f"{_mark(vertex.highlight)}{escaped(vertex.name)}<br/><small>{escaped(vertex.summary)}</small>"
    yield f"    {ids[vertex.key]}{opened}{label}{closed}"
    for version in _drawn(vertex):
        at = ids[_at(vertex, version)]
        yield f'    {at}("{_mark(version.highlight)}{escaped(version.name)}")'
        said = ([show_share(version.share)] if version.share is not None else []) + list(version.by)
        said += [version.copies] if version.copies else []
        yield f"    {ids[vertex.key]} ==> {_label(', '.join(said))}{at}"


def _edge(edge: Edge, version: Key | None, ids: dict[Key, str]) -> str:
    """An edge. An edge to where a version runs starts at the version's box, which already shows the share."""
    arrow = "-->" if edge.kind == "call" else "==>"
    label = f"{_mark(edge.highlight)}{'' if version else edge.label}".strip()
    return f"    {ids[version or edge.source]} {arrow} {_label(label)}{ids[edge.target]}"


def _label(text: str) -> str:
    return f'|"{escaped(text)}"| ' if text else ""


def _mark(highlight: Highlight | None) -> str:
    return _MARKS[highlight.kind] if highlight else ""


def _styles(graph: Graph, ids: dict[Key, str]) -> Iterable[str]:
    marked: dict[str, list[str]] = {}
    for vertex in graph.vertices:
        parts = [(ids[vertex.key], vertex.highlight)]
        parts += [(ids[_at(vertex, each)], each.highlight) for each in _drawn(vertex)]
        for at, highlight in parts:
            for name in (highlight.kind, highlight.verdict) if highlight else ():
                if name:
                    marked.setdefault(name, []).append(at)
    for style, look in _CLASSES.items():
        if style in marked:
            yield f"    classDef {style} {look}"
            yield f"    class {','.join(marked[style])} {style}"


def _ids(graph: Graph) -> dict[Key, str]:
    wanted = [(vertex.key, vertex.key) for vertex in graph.vertices]
    wanted += [(_at(vertex, each), f"version_{each.node}") for vertex in graph.vertices for each in _drawn(vertex)]
    return identifiers(wanted, "A-Za-z0-9")


def _at(vertex: Vertex, version: Version) -> Key:
    """The service that a version's box belongs to. A removed version may belong to another service now."""
    return f"{vertex.key} {version.node}"


def escaped(text: str) -> str:
    """Escapes a text in Mermaid's quotes: special characters become their numbers."""
    return re.sub(r"[^\w .,:/~+−%-]|%(?=%)", lambda found: f"#{ord(found[0])};", text)
