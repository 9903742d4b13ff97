"""Virtual gateways and their routes."""

from dataclasses import dataclass
from typing import Literal

from meshwright.plan.model.access_log import AccessLog
from meshwright.plan.model.connection_pool import ConnectionPool
from meshwright.plan.model.direct_response import DirectResponse
from meshwright.plan.model.header_changes import HeaderChanges
from meshwright.plan.model.match import Match
from meshwright.plan.model.rate_limit import RateLimit
from meshwright.plan.model.redirect import Redirect
from meshwright.plan.model.types import Origin


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What a gateway changes in a request. None: nothing."""

    prefix: str | None
    """Replaces the prefix that matched."""
    path: str | None
    """Replaces the path that matched."""
    host: bool
    """Whether the name of the virtual service replaces the host."""


@dataclass(frozen=True, slots=True)
class GatewayRoute:
    """Requests that fulfil every condition go to the virtual service, or are answered. Then there is no service."""

    name: str
    when: tuple[Match, ...]
    service: str | None
    port: int | None
    rewrite: Rewrite
    origin: Origin
    request_headers: HeaderChanges | None = None
    response_headers: HeaderChanges | None = None
    rate_limit: RateLimit | None = None
    redirect: Redirect | None = None
    respond: DirectResponse | None = None


@dataclass(frozen=True, slots=True)
class GatewayListener:
    """A port on which a gateway takes requests."""

    port: int
    protocol: Literal["http", "http2", "grpc"]
    connection_pool: ConnectionPool

    @property
    def own_clusters(self) -> int | None:
        """The port, which stands in the names of the clusters that this listener has to itself, because it has limits; None
        where it shares those without limits."""
        return self.port if self.connection_pool.limits else None


@dataclass(frozen=True, slots=True)
class VirtualGateway:
    """An Envoy that lets requests into the mesh."""

    name: str
    listeners: tuple[GatewayListener, ...]
    routes: tuple[GatewayRoute, ...]
    """In the order in which they are tried."""
    access_log: AccessLog | None
    origin: Origin
