"""Look-ups in a plan."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from meshwright import names
from meshwright.plan.model import (
    GatewayRoute,
    Listener,
    Plan,
    PortMapping,
    Route,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
)
from meshwright.plan.model.types import Origin


class Index:
    """The parts of a plan by name. Make one for each plan: its look-ups take constant time, however large the mesh."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.services: Mapping[str, VirtualService] = {each.name: each for each in plan.virtual_services}
        self.routers: Mapping[str, VirtualRouter] = {each.name: each for each in plan.virtual_routers}
        self.nodes: Mapping[str, VirtualNode] = {each.name: each for each in plan.virtual_nodes}
        self.gateways: Mapping[str, VirtualGateway] = {each.name: each for each in plan.virtual_gateways}
        self.hosts: Mapping[str, str] = {each.name: each.host for each in plan.virtual_nodes if each.host}
        """The hosts outside the mesh, by virtual node."""

    def listeners(self, service: str) -> Sequence[PortMapping]:
        """The ports of a virtual service: those of its router or its node."""
        found = self.services[service]
        if found.router:
            return self.routers[found.router].listeners
        if found.node:
            return [PortMapping(each.port, each.protocol) for each in self.nodes[found.node].listeners]
        return ()

    def is_tcp(self, service: str) -> bool:
        """Whether a virtual service takes TCP connections, not requests. A service without a provider takes neither."""
        listeners = self.listeners(service)
        return bool(listeners) and listeners[0].protocol == "tcp"

    @cached_property
    def clusters(self) -> Mapping[str, tuple[VirtualNode, Listener]]:
        """What is behind each of Envoy's clusters of targets, by its name."""
        own = {each.own_clusters for gateway in self.plan.virtual_gateways for each in gateway.listeners}
        every = [(node, listener) for node in self.plan.virtual_nodes for listener in node.listeners]
        return {
            name: (node, listener)
            for node, listener in every
            for name in (
                *(names.target_cluster(node.name, listener.port, which) for which in {None, *own}),
                names.own_tls(node.name, listener.port),
            )
        }

    @cached_property
    def callers(self) -> Mapping[str, Sequence[str]]:
        """The virtual nodes and gateways that call each virtual service, by its name: nodes that have it as a backend,
        then gateways that route to it."""
        found: dict[str, dict[str, None]] = {name: {} for name in self.services}
        for node in self.plan.virtual_nodes:
            for backend in node.backends:
                found.setdefault(backend, {})[node.name] = None
        for gateway in self.plan.virtual_gateways:
            for service in (route.service for route in gateway.routes if route.service):
                found.setdefault(service, {})[gateway.name] = None
        return {service: tuple(callers) for service, callers in found.items()}

    def routes(self, service: str) -> Sequence[Route]:
        """A virtual service's routes, in the order in which they are tried."""
        found = self.services[service]
        if found.router:
            return self.routers[found.router].routes
        return (found.route,) if found.route else ()

    def origin(self, proxy: str) -> Origin:
        """Where the virtual node or gateway of a proxy is written."""
        return (self.nodes.get(proxy) or self.gateways[proxy]).origin

    def behind(self, gateway_route: GatewayRoute) -> Sequence[Route]:
        """The routes of the service to which a gateway's route leads; none where it answers by itself."""
        return self.routes(gateway_route.service) if gateway_route.service is not None else ()

    def every_route(self) -> Iterator[Route]:
        """The routes of all routers, then those of services that a node provides."""
        for router in self.plan.virtual_routers:
            yield from router.routes
        for service in self.plan.virtual_services:
            if service.route:
                yield service.route

    def proxies(self) -> list[str]:
        """Every virtual node and gateway that has an Envoy, in the order of the plan."""
        return [node.name for node in self.plan.virtual_nodes if node.has_proxy] + list(self.gateways)
