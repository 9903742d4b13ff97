"""The graph as plain values: vertices, edges, and their facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from meshwright.problems import Problem

Kind = Literal["gateway", "service", "node", "host", "function"]
"""A virtual gateway; a virtual service with its versions; a virtual node that is no version of a single service; a
host or an AWS Lambda function outside the mesh."""

Change = Literal["added", "removed", "changed"]
Verdict = Literal["safe", "careful", "unsafe"]
Key = str
"""What identifies a part: `key("service", "checkout")`; two of them an edge: `edge_key(one, other)`."""

Fact = tuple[str, str]
"""A fact about a part: its name and its value, as in ("timeout", "5s")."""


MESH: Key = "mesh"
"""The key of the mesh as a whole."""


def key(kind: Kind, name: str) -> Key:
    """The key of a vertex or, with "node", of a version by the name of its virtual node."""
    return f"{kind}:{name}"


def edge_key(source: Key, target: Key) -> Key:
    """The key of the edge between two vertices."""
    return f"{source} -> {target}"


@dataclass(frozen=True, slots=True)
class Highlight:
    """How a part has changed. `verdict` None: there is no verdict. `lines`: the changes in words."""

    kind: Change
    verdict: Verdict | None = None
    lines: tuple[str, ...] = ()


Highlights = Mapping[Key, Highlight]


@dataclass(frozen=True, slots=True)
class Way:
    """A route of a service or a gateway in words. `to`: each destination with its share; the share of a single one is
    empty."""

    name: str
    when: str
    to: tuple[Fact, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A virtual node as a version of its service.

    `share`: of the requests that fulfil no condition, from 0 to 1; None: none of them. `by`: the routes with
    conditions that lead to it. `copies`: of which requests it gets copies, in words; empty: of none. `at`: the vertex
    where it runs: its service, or a host or function outside the mesh.
    """

    node: str
    name: str
    share: float | None
    by: tuple[str, ...]
    at: Key
    facts: tuple[Fact, ...]
    highlight: Highlight | None = None
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Vertex:
    """One box. `summary`: the line below its name. Its parts are in the order in which they are tried, or written."""

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
    """A call, or another way of requests: from a gateway, or from a service to a destination outside the mesh.

    `label`: the share, if there are several destinations.
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
    """The graph of a mesh. `compared`: whether changes are shown. `problems`, `highlight`: those of no single vertex."""

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
