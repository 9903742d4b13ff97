"""App Mesh's virtual gateway, written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.connection_pool import ConnectionPool
from meshwright.description.fields import Name, PortNumber
from meshwright.description.gateway import GatewayProtocol, GatewayRoute
from meshwright.description.written import Written
from meshwright.field_docs import documented


@documented
@dataclass(frozen=True)
class GatewayListener(Written):
    """A port on which a virtual gateway accepts requests from outside."""

    port: PortNumber
    """The port."""

    protocol: GatewayProtocol = "http"
    """What clients speak: `http`, `http2` or `grpc`. Default: `http`."""

    _: KW_ONLY
    connection_pool: ConnectionPool | None = None
    """Limits on connections and requests that this listener sends to each target. Default: no limits.

    Each listener has limits of its own: one that is full does not stop the others.
    """


@documented
@dataclass(frozen=True)
class VirtualGateway(Written):
    """App Mesh's virtual gateway: lets requests from outside into the mesh. `Gateway` is shorter, for one listener.

    Source: App Mesh API, VirtualGatewaySpec.
    """

    name: Name
    """The name of the gateway: `a-z`, `0-9` and `-`, a letter first, at most 63 characters."""

    _: KW_ONLY
    listeners: Sequence[GatewayListener]
    """The ports on which it listens: at least one."""

    routes: Sequence[GatewayRoute] = ()
    """The requests that it accepts. All others are answered with 404. Default: it accepts none."""

    access_log: AccessLogOrOff | None = None
    """Which requests it logs: `AccessLog(...)` or `"off"`. Default: as the mesh says."""
