"""Where a proxy stands: the addresses that a platform decides. Everything else comes from the plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Address:
    """An IP address and a port."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Static:
    """The tasks of a node by listener port, where they are known beforehand."""

    addresses: Mapping[int, tuple[Address, ...]]


@dataclass(frozen=True, slots=True)
class Dns:
    """The tasks of a node by a name that resolves to all of them. `ports`: where they receive, by listener port; absent:
    on the ports of the plan."""

    name: str
    ports: Mapping[int, int] = field(default_factory=dict)


Endpoints = Static | Dns
"""How callers find the tasks of a node."""


@dataclass(frozen=True, slots=True)
class Capture:
    """Connections that the kernel has led away from their destination, which Envoy asks it for.

    `inbound`, `outbound`: where they arrive. `open_names`: hosts that TLS connections may name and reach even where the
    mesh's egress is "deny"; "*." stands for any name below.
    """

    inbound: Address
    outbound: Address
    open_names: tuple[str, ...] = ()


Balancer = Literal["connections", "requests"]
"""A load balancer before a gateway: one that passes connections on, or one that passes requests on and says in
X-Forwarded-For and X-Forwarded-Proto from where and how each came."""


@dataclass(frozen=True, slots=True)
class Site:
    """The addresses of one proxy.

    `inbound`: where it receives, by listener port. `application`: where its application listens, by listener port; empty
    for a gateway. `outbound`: where its application sends HTTP requests for the mesh; None for a gateway.
    `outbound_tcp`: where its application connects to, by TCP backend. `forward_proxy`: whether applications speak to
    `outbound` as to an HTTP proxy (absolute URLs, CONNECT). `capture`: None where applications connect to Envoy itself;
    else the other addresses are where connections were meant to go. `balancer`: None where clients reach a gateway itself.
    """

    inbound: Mapping[int, Address]
    application: Mapping[int, Address] = field(default_factory=dict)
    outbound: Address | None = None
    outbound_tcp: Mapping[str, Address] = field(default_factory=dict)
    forward_proxy: bool = False
    capture: Capture | None = None
    balancer: Balancer | None = None

    @property
    def outside(self) -> bool:
        """Whether each of its connections is one client's from outside the mesh. Other Envoys, applications, and load
        balancers that pass requests on share theirs between many requests."""
        return self.outbound is None and self.balancer != "requests"
