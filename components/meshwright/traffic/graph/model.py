"""The graph as plain values: what is drawn, what connects it, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from meshwright.problems import Problem

Kind = Literal["gateway", "service", "node", "host", "function"]
"""A virtual gateway; a virtual service with its versions; a virtual node that is no version of a single service; a host
or an AWS Lambda function outside of the mesh."""

Change = Literal["added", "removed", "changed"]
Verdict = Literal["safe", "careful", "unsafe"]
Key = str
"""What identifies a part: `key("service", "checkout")`; two of them an edge: `edge_key(one, other)`."""

Fact = tuple[str, str]
"""Something said of a part: its name and its value, as in ("timeout", "5s")."""


MESH: Key = "mesh"
"""The key of what is of no single part."""


def key(kind: Kind, name: str) -> Key:
    """The key of a vertex or, with "node", of a version by the name of its virtual node."""
    return f"{kind}:{name}"


def edge_key(source: Key, target: Key) -> Key:
    """The key of the edge between two vertices."""
    return f"{source} -> {target}"


@dataclass(frozen=True, slots=True)
class Highlight:
    """How a part has changed. `verdict` None: nobody has judged it. `lines` say what has changed, in words."""

    kind: Change
    verdict: Verdict | None = None
    lines: tuple[str, ...] = ()


Highlights = Mapping[Key, Highlight]


@dataclass(frozen=True, slots=True)
class Way:
    """A route of a service or a gateway in words. `to`: each destination with its share, empty where it has no rival."""

    name: str
    when: str
    to: tuple[Fact, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A virtual node as a part of its service. `share`: of the requests that fulfil no condition, from 0 to 1; None: it
    gets none of them. `by`: the routes with conditions that lead there. `at`: the vertex where it runs: its service, or a
    host or function outside of the mesh."""

    node: str
    name: str
    share: float | None
    by: tuple[str, ...]
    at: Key
    facts: tuple[Fact, ...]
    highlight: Highlight | None = None


@dataclass(frozen=True, slots=True)
class Vertex:
    """One box. `summary` is the line below its name. Its parts are in the order in which they are tried, or written."""

    key: Key
    kind: Kind
    name: str
    summary: str
    facts: tuple[Fact, ...] = ()
    ways: tuple[Way, ...] = ()
    versions: tuple[Version, ...] = ()
    problems: tuple[Problem, ...] = ()
    highlight: Highlight | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """A call, or a way that requests take without one: from a gateway, or from a service to what is not its own version.

    `label` is the share where there are several ways to go.
    """

    source: Key
    target: Key
    kind: Literal["call", "route"]
    label: str = ""
    highlight: Highlight | None = None

    @property
    def key(self) -> Key:
        """See `edge_key`."""
        return edge_key(self.source, self.target)


@dataclass(frozen=True, slots=True)
class Graph:
    """A mesh, ready to be drawn. `compared`: whether changes are shown. `problems` and `highlight`: those of no single
    vertex."""

    mesh: str
    environment: str
    vertices: tuple[Vertex, ...]
    edges: tuple[Edge, ...]
    problems: tuple[Problem, ...] = ()
    compared: bool = False
    highlight: Highlight | None = None

    @property
    def title(self) -> str:
        """ "shop in prod"."""
        return f"{self.mesh} in {self.environment}"
