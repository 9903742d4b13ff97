"""Connection pools: limits of what reaches an application at once."""

from dataclasses import dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import Plain
from meshwright.description.written import Written

_Limit = Annotated[int, Plain(fields.number(1, 2**31 - 1, "a limit"))]


@dataclass(frozen=True)
class ConnectionPool(Written):
    """Limits that a node's own Envoy keeps before its application; a gateway keeps its own towards the mesh, and
    callers keep those of hosts outside the mesh. An absent limit is no limit, as in App Mesh.

    `connections`: open connections (http, tcp). `pending`: requests that wait for a connection (http). `requests`:
    requests at once (http2, grpc).

    Source: App Mesh API, VirtualNodeConnectionPool; user guide, envoy-defaults.
    """

    connections: _Limit | None = None
    pending: _Limit | None = None
    requests: _Limit | None = None
