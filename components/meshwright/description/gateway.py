"""Gateways: where requests enter the mesh."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.annotations import OneOf, Plain
from meshwright.description.fields import Name, PathText, PortNumber
from meshwright.description.match import When
from meshwright.description.service import Service
from meshwright.description.virtual_service import VirtualService
from meshwright.description.written import Written


def _prefix(value: object) -> object:
    return value if value == "off" else fields.path(value)


@dataclass(frozen=True)
class Rewrite(Written):
    """How a gateway changes a request before the service sees it.

    `prefix`: put in place of the matched prefix; absent: "/", App Mesh's default; "off": the prefix stays. `path`: put in
    place of the whole path that `path.equals` matched; absent: the path stays. `host`: "off" leaves the host as the
    client sent it; absent: the name of the virtual service takes its place, as in App Mesh.

    Source: App Mesh API, HttpGatewayRouteRewrite.
    """

    prefix: Annotated[str, Plain(_prefix)] | None = None
    path: PathText | None = None
    host: Annotated[Literal["off"], Plain(fields.off)] | None = None


RewriteOrOff = Annotated[
    Rewrite | Literal["off"], OneOf(Rewrite, otherwise=fields.off, expected='Rewrite(...) or "off"')
]


@dataclass(frozen=True)
class GatewayRoute(Written):
    """Sends the requests that fulfil `when` to a virtual service, whose own routes then decide.

    `when` absent: every request. `rewrite` absent: App Mesh's defaults (see `Rewrite`); "off": nothing is changed.
    `port`: the listener of the service's router; absent: its first. `priority`: 0 to 1000; absent: in the written order,
    after all that have one.

    Source: App Mesh API, GatewayRouteSpec.
    """

    name: Name
    _: KW_ONLY
    to: Annotated[str | Service | VirtualService, Plain(fields.service_name)]
    when: When | None = None
    rewrite: RewriteOrOff | None = None
    port: PortNumber | None = None
    priority: Annotated[int, Plain(fields.number(0, 1000, "a priority"))] | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if isinstance(self.to, Written):
            object.__setattr__(self, "to", getattr(self.to, "name", self.to))


@dataclass(frozen=True)
class Gateway(Written):
    """A virtual gateway with one listener.

    `routes`: what it lets in; everything else is answered with 404. `port`: where it listens (absent: 8080). `protocol`:
    http, http2 or grpc (absent: http, which takes HTTP/2 with prior knowledge, too). `access_log` absent: the mesh's.
    """

    name: Name
    _: KW_ONLY
    routes: Sequence[GatewayRoute] = ()
    port: PortNumber = 8080
    protocol: Annotated[Literal["http", "http2", "grpc"], Plain(fields.choice("http", "http2", "grpc"))] = "http"
    access_log: AccessLogOrOff | None = None
