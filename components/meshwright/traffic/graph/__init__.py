"""The mesh as a graph: as Mermaid for Markdown, as SVG, and as one interactive HTML page."""

from collections.abc import Iterable

from meshwright.plan import Plan
from meshwright.problems import Problem
from meshwright.traffic.graph.build import build
from meshwright.traffic.graph.compare import highlighted, since
from meshwright.traffic.graph.findings import placed
from meshwright.traffic.graph.highlights import highlights as highlights_of
from meshwright.traffic.graph.html import html
from meshwright.traffic.graph.mermaid import mermaid, too_large_for_github
from meshwright.traffic.graph.model import MESH, Graph, Highlight, Highlights, edge_key, key
from meshwright.traffic.graph.svg import svg


def graph(
    plan: Plan, problems: Iterable[Problem] = (), *, old: Plan | None = None, highlights: Highlights | None = None
) -> Graph:
    """The graph of a plan.

    `problems` are shown at the parts that they name. With `old`, an earlier plan, added parts are marked, and removed
    parts are drawn too. `highlights` describe how parts have changed, by key (see `key`, `edge_key` and `MESH`;
    `highlights_of` makes them from a diff); without them, parts whose facts differ from the old plan are marked.
    """
    found = placed(build(plan), plan, problems)
    if old is not None:
        found = since(found, build(old), judged=highlights is not None)
    return found if highlights is None else highlighted(found, highlights)


__all__ = [
    "MESH",
    "Graph",
    "Highlight",
    "Highlights",
    "edge_key",
    "graph",
    "highlights_of",
    "html",
    "key",
    "mermaid",
    "svg",
    "too_large_for_github",
]
