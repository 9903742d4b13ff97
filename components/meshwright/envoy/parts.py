"""The parts of a proxy's configuration to which features add: what a feature knows of each."""

from dataclasses import dataclass, field
from typing import Literal

from meshwright.envoy.site import Address, Balancer, Endpoints, Site
from meshwright.envoy.snapshot import Resource
from meshwright.plan.index import Index
from meshwright.plan.model import (
    AccessLog,
    ConnectionPool,
    HeaderChanges,
    Listener,
    RateLimit,
    RoutePolicy,
    VirtualNode,
)

Direction = Literal["inbound", "outbound", "gateway"]
"""Where requests come from: callers of a node, a node's own application, clients of a gateway."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """One Envoy of the plan. `name` is that of its virtual node or gateway."""

    index: Index
    name: str
    site: Site

    @property
    def gateway(self) -> bool:
        """Whether it is a virtual gateway's."""
        return self.name in self.index.gateways

    @property
    def egress(self) -> Literal["allow", "deny"]:
        """What the mesh does with destinations that are no backends."""
        return self.index.plan.egress


@dataclass(frozen=True, slots=True)
class ListenerPart:
    """A listener. `bound` is False where another listener hands connections over to it."""

    name: str
    address: Address
    direction: Direction
    bound: bool = True


@dataclass(frozen=True, slots=True)
class ConnectionManager:
    """The HTTP connection manager of a listener. Its routes are the RouteConfiguration of its own name.

    `listener` and `service` (the virtual service's name) are those of an inbound one. `balancer` is the kind of load
    balancer before a gateway; None where clients reach it directly.
    """

    name: str
    direction: Direction
    mesh: str
    proxy: str
    egress: Literal["allow", "deny"]
    log: AccessLog | None
    listener: Listener | None = None
    service: str = ""
    balancer: Balancer | None = None
    forward_proxy: bool = False


@dataclass(frozen=True, slots=True)
class VirtualHostPart:
    """A virtual host. `service` is the virtual service's name; None for hosts of a gateway's routes."""

    name: str
    direction: Direction
    service: str | None = None


@dataclass(frozen=True, slots=True)
class MirrorPart:
    """Where copies of requests go, and how many, in percent. `host`: the host that they ask for; None: the request's."""

    cluster: str
    share: float
    host: str | None


@dataclass(frozen=True, slots=True)
class RoutePart:
    """A route that passes requests on.

    `gateway_route` is set on a gateway's, with what it changes in headers, and its limit. `rewrite` are the fields that
    change the path.
    `websockets`: whether the application may be asked for one, because it speaks HTTP/1.1. `mirror`: where copies of its
    requests go.
    """

    service: str
    route: str
    direction: Direction
    policy: RoutePolicy
    websockets: bool
    gateway_route: str | None = None
    rewrite: Resource = field(default_factory=dict)
    mirror: MirrorPart | None = None
    gateway_request_headers: HeaderChanges | None = None
    gateway_response_headers: HeaderChanges | None = None
    gateway_rate_limit: RateLimit | None = None


@dataclass(frozen=True, slots=True)
class TargetCluster:
    """The cluster of one port of a virtual node, as callers see it.

    `pool` is the limits that callers keep: none where the node's own Envoy keeps them.
    """

    name: str
    node: VirtualNode
    listener: Listener
    endpoints: Endpoints
    pool: ConnectionPool


@dataclass(frozen=True, slots=True)
class ApplicationCluster:
    """The cluster of a proxy's own application."""

    name: str
    node: str
    listener: Listener
    address: Address


ClusterPart = TargetCluster | ApplicationCluster
