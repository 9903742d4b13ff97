"""A random mesh that can still be changed."""

from dataclasses import dataclass, field, replace
from typing import Any

from meshwright import (
    ConnectionPool,
    Container,
    Environment,
    Fargate,
    GatewayListener,
    GatewayRoute,
    Mesh,
    NodeListener,
    Plan,
    Route,
    RouterListener,
    Service,
    Version,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    resolve,
)
from meshwright.targets import network
from meshwright.traffic.diff import Side


@dataclass
class Web:
    """A service with routes."""

    versions: dict[str, Any]
    routes: list[Route]
    timeout: Any = None


@dataclass
class RandomMesh:
    """A mesh that can still be changed."""

    services: dict[str, Web] = field(default_factory=dict)
    calls: dict[str, list[str]] = field(default_factory=dict)
    raw: list[Route] = field(default_factory=list)
    database: dict[str, int] = field(default_factory=dict)
    ports: list[int] = field(default_factory=list)
    limited: int | None = None
    """The gateway's port that has clusters of its own."""
    gateway: list[GatewayRoute] = field(default_factory=list)
    egress: str = "allow"
    mesh: str = "random"

    def copy(self) -> "RandomMesh":
        """Another one that is the same."""
        services = {name: Web(dict(web.versions), list(web.routes), web.timeout) for name, web in self.services.items()}
        return replace(
            self,
            services=services,
            calls=dict(self.calls),
            raw=list(self.raw),
            ports=list(self.ports),
            gateway=list(self.gateway),
        )

    def plan(self) -> Plan:
        """Raises ProblemsFound where it can't be."""
        services = [
            Service(
                name,
                port=8080,
                versions=[Version(*each) for each in web.versions.items()],
                routes=web.routes,
                timeout=web.timeout,
            )
            for name, web in self.services.items()
        ]
        services += [Service(name, Container("x"), port=8080, calls=calls) for name, calls in self.calls.items()]
        versions = [Version(each, Container("x")) for each in ("v1", "v2")]
        services.append(
            Service("db", port=5432, protocol="tcp", versions=versions, routes=[Route("main", to=self.database)])
        )
        listeners = [NodeListener(8080), NodeListener(9090, timeout="4s")]
        mesh = Mesh(
            self.mesh,
            services=services,
            virtual_services=[VirtualService("raw.example", router="raw")],
            virtual_routers=[
                VirtualRouter("raw", listeners=[RouterListener(8080), RouterListener(9090)], routes=self.raw)
            ],
            virtual_nodes=[VirtualNode(name, Container("x"), listeners=listeners) for name in ("blue", "green")],
            virtual_gateways=[
                VirtualGateway("gateway", listeners=list(map(self._listener, self.ports)), routes=self.gateway)
            ],
            egress=self.egress,  # type: ignore[arg-type]
        )
        return resolve(Environment("test", mesh, platform=Fargate("eu-west-1")))

    def _listener(self, port: int) -> GatewayListener:
        return GatewayListener(port, connection_pool=ConnectionPool(9) if port == self.limited else None)

    def side(self) -> Side:
        """Raises Incombinable where no Envoy could say it."""
        plan = self.plan()
        found = network(plan)
        return Side(plan, found.endpoints, found.sites)
