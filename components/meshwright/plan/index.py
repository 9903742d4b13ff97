"""Looking things up in a plan."""

from collections.abc import Mapping, Sequence

from meshwright.plan.model import (
    Plan,
    PortMapping,
    Route,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
)


class Index:
    """A plan's parts by name. Made once for each plan; every look-up takes the same time however large the mesh."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.services: Mapping[str, VirtualService] = {each.name: each for each in plan.virtual_services}
        self.routers: Mapping[str, VirtualRouter] = {each.name: each for each in plan.virtual_routers}
        self.nodes: Mapping[str, VirtualNode] = {each.name: each for each in plan.virtual_nodes}
        self.gateways: Mapping[str, VirtualGateway] = {each.name: each for each in plan.virtual_gateways}
        self.hosts: Mapping[str, str] = {each.name: each.host for each in plan.virtual_nodes if each.host}
        """The hosts outside the mesh, by virtual node."""

    def listeners(self, service: str) -> Sequence[PortMapping]:
        """Where a virtual service is called: its router's listeners, or its node's."""
        found = self.services[service]
        if found.router:
            return self.routers[found.router].listeners
        if found.node:
            return [PortMapping(each.port, each.protocol) for each in self.nodes[found.node].listeners]
        return ()

    def routes(self, service: str) -> Sequence[Route]:
        """A virtual service's routes, in the order in which they are tried."""
        found = self.services[service]
        if found.router:
            return self.routers[found.router].routes
        return (found.route,) if found.route else ()

    def proxies(self) -> list[str]:
        """Every virtual node and gateway beside which an Envoy stands, in the order of the plan."""
        return [node.name for node in self.plan.virtual_nodes if node.has_proxy] + list(self.gateways)
