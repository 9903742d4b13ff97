"""Builds the graph of a plan."""

from collections.abc import Iterable

from meshwright.plan import Index, Plan
from meshwright.plan.model import HostWorkload, LambdaWorkload, Route, VirtualGateway, VirtualNode, VirtualService
from meshwright.traffic.graph import facts, words
from meshwright.traffic.graph.model import Edge, Graph, Key, Version, Vertex, key
from meshwright.units import show_share


def build(plan: Plan) -> Graph:
    """The graph of a plan, in the plan's order: gateways, services, other nodes, destinations outside the mesh."""
    return _Builder(plan).graph()


class _Builder:
    def __init__(self, plan: Plan) -> None:
        self.index = Index(plan)
        self.plan = plan
        self.towards = self._leading_to()
        self.owners = {node.name: self._owner(node) for node in plan.virtual_nodes}
        self.versions: dict[str, list[VirtualNode]] = {each.name: [] for each in plan.virtual_services}
        for node in plan.virtual_nodes:
            owner = self.owners[node.name]
            if owner is not None:
                self.versions[owner].append(node)

    def graph(self) -> Graph:
        plan = self.plan
        loose = [node for node in plan.virtual_nodes if self.owners[node.name] is None and node.has_proxy]
        vertices = [_gateway(each) for each in plan.virtual_gateways]
        vertices += [self._service(each) for each in plan.virtual_services]
        vertices += [_node(each) for each in loose]
        outside = {self._key(node): node for node in plan.virtual_nodes if not node.has_proxy}
        vertices += [_outside(at, node) for at, node in outside.items()]
        edges: dict[Key, Edge] = {}
        for edge in self._edges():
            edges.setdefault(edge.key, edge)
        return Graph(plan.mesh, plan.environment, tuple(vertices), tuple(edges.values()))

    def _leading_to(self) -> dict[str, list[str]]:
        """The virtual services whose routes lead to each virtual node."""
        found: dict[str, list[str]] = {node.name: [] for node in self.plan.virtual_nodes}
        for service in self.plan.virtual_services:
            for node in dict.fromkeys(node for route in self.index.routes(service.name) for node, _ in route.nodes):
                found[node].append(service.name)
        return found

    def _owner(self, node: VirtualNode) -> str | None:
        if node.service is not None:
            return node.service
        towards = self.towards[node.name]
        return towards[0] if len(towards) == 1 else None

    def _key(self, node: VirtualNode) -> Key:
        """The vertex that stands for a virtual node."""
        if node.has_proxy:
            owner = self.owners[node.name]
            return key("service", owner) if owner is not None else key("node", node.name)
        if isinstance(node.runs, LambdaWorkload):
            return key("function", words.named(node.runs.arn))
        assert isinstance(node.runs, HostWorkload)
        return key("host", words.named(node.runs.host))

    def _service(self, service: VirtualService) -> Vertex:
        listeners = self.index.listeners(service.name)
        routes = self.index.routes(service.name)
        own = self.versions[service.name]
        titles = {node: node for node in self.index.nodes} | {node.name: node.version or node.name for node in own}
        summary = ", ".join(f"{each.protocol} {each.port}" for each in listeners) or "no provider"
        return Vertex(
            key("service", service.name),
            "service",
            service.name,
            summary,
            facts.of_service(self.index, service),
            facts.ways_of_service(self.index, service, titles),
            tuple(_version(node, titles[node.name], self._key(node), routes) for node in own),
        )

    def _edges(self) -> Iterable[Edge]:
        for gateway in self.plan.virtual_gateways:
            for name in (each.service for each in gateway.routes if each.service is not None):
                yield Edge(key("gateway", gateway.name), key("service", name), "route")
        for service in self.plan.virtual_services:
            yield from self._routed(service)
        for node in self.plan.virtual_nodes:
            for backend in node.backends if node.has_proxy else ():
                yield Edge(self._key(node), key("service", backend), "call")

    def _routed(self, service: VirtualService) -> Iterable[Edge]:
        """The edges from a service to destinations that are drawn beside it."""
        source = key("service", service.name)
        routes = self.index.routes(service.name)
        nodes = dict.fromkeys(node for route in routes for node, _ in route.nodes)
        several = len(nodes) > 1
        for node in nodes:
            target = self._key(self.index.nodes[node])
            if target != source:
                yield Edge(source, target, "route", _share(node, routes) if several else "")


def _share(node: str, routes: Iterable[Route]) -> str:
    share, by = _towards(node, routes)
    said = [show_share(share)] if share is not None else [*by]
    return ", ".join(filter(None, [*said, _copies(node, routes)]))


def _copies(node: str, routes: Iterable[Route]) -> str:
    """The largest share of a route's requests that a node gets copies of, in words; empty for none."""
    share = max((each.mirror.share for each in routes if each.mirror and each.mirror.node == node), default=0)
    return f"copies of {show_share(share / 100)}" if share else ""


def _towards(node: str, routes: Iterable[Route]) -> tuple[float | None, tuple[str, ...]]:
    """A node's share of the requests that fulfil no condition, and the routes with conditions that lead to it."""
    share = None
    by = []
    for route in routes:
        found = words.shares(route.targets)
        if node in found and route.when:
            by.append(route.name)
        elif node in found and share is None:
            share = found[node]
        if not route.when:
            break  # later routes get no requests
    return share, tuple(by)


def _version(node: VirtualNode, title: str, at: Key, routes: Iterable[Route]) -> Version:
    share, by = _towards(node.name, routes)
    return Version(node.name, title, share, by, at, facts.of_node(node), copies=_copies(node.name, routes))


def _gateway(gateway: VirtualGateway) -> Vertex:
    summary = ", ".join(f"{each.protocol} {each.port}" for each in gateway.listeners)
    at = key("gateway", gateway.name)
    return Vertex(at, "gateway", gateway.name, summary, facts.of_gateway(gateway), facts.ways_of_gateway(gateway))


def _node(node: VirtualNode) -> Vertex:
    summary = ", ".join(f"{each.protocol} {each.port}" for each in node.listeners) or "calls only"
    return Vertex(key("node", node.name), "node", node.name, summary, facts.of_node(node))


def _outside(at: Key, node: VirtualNode) -> Vertex:
    """A host or a function, with the limits of its versions."""
    tls = isinstance(node.runs, HostWorkload) and node.runs.tls
    name = at.partition(":")[2]
    if at.startswith("function:"):
        return Vertex(at, "function", name, "AWS Lambda function")
    return Vertex(at, "host", name, "host outside of the mesh" + ", TLS" * tls)
