"""Gateways: where requests enter the mesh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.annotations import OneOf, Plain
from meshwright.description.direct_response import DirectResponse
from meshwright.description.fields import Name, PathText, PortNumber
from meshwright.description.header_changes import HeaderChangesOrOff
from meshwright.description.match import When
from meshwright.description.rate_limit import RateLimit
from meshwright.description.redirect import Redirect
from meshwright.description.service import Service
from meshwright.description.virtual_service import VirtualService
from meshwright.description.written import Written
from meshwright.field_docs import documented


def _prefix(value: object) -> object:
    return value if value == "off" else fields.path(value)


Prefix = Annotated[str, Plain(_prefix)]
Off = Annotated[Literal["off"], Plain(fields.off)]
ServiceReference = Annotated[str | Service | VirtualService, Plain(fields.service_name)]
Priority = Annotated[int, Plain(fields.number(0, 1000, "a priority"))]
GatewayProtocol = Annotated[Literal["http", "http2", "grpc"], Plain(fields.choice("http", "http2", "grpc"))]


@documented
@dataclass(frozen=True)
class Rewrite(Written):
    """How a gateway changes a request before the service gets it.

    For example `Rewrite(prefix="/v2")`. To change nothing, write `rewrite="off"` on the route.

    Source: App Mesh API, HttpGatewayRouteRewrite.
    """

    prefix: Prefix | None = None
    """The path that replaces the prefix which `path.starts_with` matched; `"off"` keeps the prefix.

    Default: `"/"`, as in App Mesh.
    """

    path: PathText | None = None
    """The path that replaces the whole path which `path.equals` matched. Default: the path is kept."""

    host: Off | None = None
    """`"off"` keeps the host that the client sent. Default: the name of the virtual service replaces it, as in App Mesh."""


RewriteOrOff = Annotated[
    Rewrite | Literal["off"], OneOf(Rewrite, otherwise=fields.off, expected='Rewrite(...) or "off"')
]


@documented
@dataclass(frozen=True)
class GatewayRoute(Written):
    """Sends the requests that meet the conditions to a virtual service, whose own routes then choose a version.

    For example `GatewayRoute("shop", when=host.equals("shop.example"), to=web)`. Or it answers them, as in
    `GatewayRoute("www", when=host.equals("www.shop.example"), redirect=Redirect(host="shop.example"))`: a route has exactly
    one of `to`, `redirect` and `respond`.

    Source: App Mesh API, GatewayRouteSpec.
    """

    name: Name
    """The name of the route, unique in its gateway: `a-z`, `0-9` and `-`, a letter first, at most 63 characters."""

    _: KW_ONLY
    to: ServiceReference | None = None
    """The service that gets the requests: the object or its name.

    Default: the route answers by `redirect` or `respond`."""

    redirect: Redirect | None = None
    """The address at which clients are to ask instead. Default: the route has a service, or responds."""

    respond: DirectResponse | None = None
    """The answer that every request gets. Default: the route has a service, or redirects."""

    when: When | None = None
    """A condition, or a list of conditions that must all be met. Default: every request."""

    rewrite: RewriteOrOff | None = None
    """How the request is changed: `Rewrite(...)`, or `"off"` to change nothing.

    Default: the matched prefix becomes `/` and the host becomes the name of the service, as in App Mesh.
    """

    port: PortNumber | None = None
    """The port of the service's listener that gets the requests. Default: its first."""

    priority: Priority | None = None
    """A number from 0 to 1000: routes with a lower number are tried first.

    Default: after all routes with a priority; in a `Gateway` in the order in which they are written, in a `VirtualGateway`
    those with the longer path first, as in App Mesh.
    """

    request_headers: HeaderChangesOrOff | None = None
    """What is changed in the headers of requests, before what the service's route changes. Default: nothing."""

    response_headers: HeaderChangesOrOff | None = None
    """What is changed in the headers of responses, after what the service's route changes. Default: nothing."""

    rate_limit: RateLimit | None = None
    """How many requests pass, before the limit of the service's route: `RateLimit(...)`.

    Each route of the service counts by itself, and so does each host that other routes of the gateway name. Default: no
    limit.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.to, Written):
            object.__setattr__(self, "to", getattr(self.to, "name", self.to))


@documented
@dataclass(frozen=True)
class Gateway(Written):
    """A virtual gateway with one listener: lets requests from outside into the mesh.

    For example `Gateway("public", routes=[GatewayRoute("shop", to=web)])`.
    """

    name: Name
    """The name of the gateway: `a-z`, `0-9` and `-`, a letter first, at most 63 characters."""

    _: KW_ONLY
    routes: Sequence[GatewayRoute] = ()
    """The requests that it accepts. All others are answered with 404. Default: it accepts none."""

    port: PortNumber = 8080
    """The port on which it listens. Default: 8080."""

    protocol: GatewayProtocol = "http"
    """What its clients speak. `http` also accepts HTTP/2 with prior knowledge. Default: `http`."""

    access_log: AccessLogOrOff | None = None
    """Which requests it logs: `AccessLog(...)` or `"off"`. Default: as the mesh says."""
