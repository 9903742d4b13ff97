"""App Mesh's virtual gateway, written out."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.annotations import Plain
from meshwright.description.connection_pool import ConnectionPool
from meshwright.description.fields import Name, PortNumber
from meshwright.description.gateway import GatewayRoute
from meshwright.description.written import Written


@dataclass(frozen=True)
class GatewayListener(Written):
    """A port on which a virtual gateway takes requests from outside.

    `protocol` absent: http. `connection_pool` absent: no limits.
    """

    port: PortNumber
    protocol: Annotated[Literal["http", "http2", "grpc"], Plain(fields.choice("http", "http2", "grpc"))] = "http"
    _: KW_ONLY
    connection_pool: ConnectionPool | None = None


@dataclass(frozen=True)
class VirtualGateway(Written):
    """Lets requests from outside into the mesh.

    `routes` absent: it answers every request with 404. `access_log` absent: the mesh's.

    Source: App Mesh API, VirtualGatewaySpec.
    """

    name: Name
    _: KW_ONLY
    listeners: Sequence[GatewayListener]
    routes: Sequence[GatewayRoute] = ()
    access_log: AccessLogOrOff | None = None
