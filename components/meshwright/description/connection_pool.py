"""Connection pools: limits of what reaches an application at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import Plain
from meshwright.description.written import Written
from meshwright.field_docs import documented

_Limit = Annotated[int, Plain(fields.number(1, 2**31 - 1, "a limit"))]


@documented
@dataclass(frozen=True)
class ConnectionPool(Written):
    """Limits on what one Envoy sends to an application at the same time.

    A node's own Envoy enforces them in front of the application. A gateway enforces its own towards the mesh, and callers
    enforce those of hosts outside the mesh. Requests above a limit are answered with 503.

    Source: App Mesh API, VirtualNodeConnectionPool; App Mesh user guide, envoy-defaults.
    """

    connections: _Limit | None = None
    """The number of open connections, for protocols http and tcp. Default: no limit, as in App Mesh."""

    pending: _Limit | None = None
    """The number of requests that wait for a connection, for protocol http. Default: no limit, as in App Mesh."""

    requests: _Limit | None = None
    """The number of requests in progress, for protocols http2 and grpc. Default: no limit, as in App Mesh."""
