"""The graph as one self-contained HTML page: searchable, with links between callers and callees, and all facts."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from xml.etree.ElementTree import tostring

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from meshwright.traffic.graph.model import Edge, Graph, Highlight, Key, Vertex
from meshwright.traffic.graph.svg import anchors, clean, drawing, stylesheet
from meshwright.units import show_share

KINDS = {
    "gateway": "virtual gateway",
    "service": "virtual service",
    "node": "virtual node",
    "host": "host outside of the mesh",
    "function": "AWS Lambda function",
}


_POLICY = "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'"


def html(graph: Graph) -> str:
    """The page. It loads and sends nothing and runs only its own script; its content security policy enforces this."""
    style, script = stylesheet() + _text("page.css"), _text("page.js")
    map_ = drawing(graph, links=True)
    map_.set("role", "group")
    map_.set("aria-label", f"Map of {graph.title}")
    map_.set("aria-describedby", "keys")
    return (
        _environment()
        .get_template("page.html")
        .render(
            graph=graph,
            parts=_parts(graph),
            drawing=Markup(tostring(map_, encoding="unicode")),
            style=Markup(style),
            script=Markup(script),
            policy=_POLICY.format(style=_hash(style), script=_hash(script)),
        )
    )


@dataclass(frozen=True, slots=True)
class End:
    """The other end of an edge: its anchor, its name and the edge's change."""

    anchor: str
    name: str
    label: str
    highlight: Highlight | None


@dataclass(frozen=True, slots=True)
class Part:
    """A vertex as its panel shows it. `words`: the text that the search uses."""

    anchor: str
    kind: str
    vertex: Vertex
    callers: Sequence[End]
    calls: Sequence[End]
    words: str

    @property
    def changes(self) -> Sequence[tuple[str, Highlight]]:
        """What has changed: the vertex, its versions, its calls."""
        vertex = self.vertex
        found = [("", vertex.highlight)]
        found += [(f"version {each.name}", each.highlight) for each in vertex.versions]
        found += [(f"call to {each.name}", each.highlight) for each in self.calls]
        return [(name, each) for name, each in found if each is not None]


def _parts(graph: Graph) -> Sequence[Part]:
    names = anchors(graph)
    titles = {each.key: each.name for each in graph.vertices}

    def ends(edges: Sequence[Edge], at: str) -> list[End]:
        others: list[tuple[Edge, Key]] = [(each, getattr(each, at)) for each in edges]
        return [End(names[other], titles[other], each.label, each.highlight) for each, other in others]

    incoming: dict[Key, list[Edge]] = {each.key: [] for each in graph.vertices}
    outgoing: dict[Key, list[Edge]] = {each.key: [] for each in graph.vertices}
    for edge in graph.edges:
        incoming[edge.target].append(edge)
        outgoing[edge.source].append(edge)
    return [
        Part(
            names[each.key],
            KINDS[each.kind],
            each,
            ends(incoming[each.key], "source"),
            ends(outgoing[each.key], "target"),
            _words(each),
        )
        for each in graph.vertices
    ]


def _words(vertex: Vertex) -> str:
    words = [vertex.name, KINDS[vertex.kind], vertex.summary, *(problem.code for problem in vertex.problems)]
    words += [f"{each.name} {each.when}" for each in vertex.ways]
    words += [f"{each.node} {dict(each.facts).get('runs', '')}" for each in vertex.versions]
    return " ".join(words).lower()


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _text(name: str) -> str:
    return files(__package__).joinpath("page", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_text),
        undefined=StrictUndefined,
        finalize=lambda value: clean(value) if type(value) is str else value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["share"] = show_share
    return environment
