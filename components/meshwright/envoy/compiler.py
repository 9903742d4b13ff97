"""From the plan to the configuration of one proxy."""

from collections.abc import Mapping, Sequence

from meshwright import names
from meshwright.envoy import access_log, capture, clusters, connection_pool, egress, gateway, listeners, routes
from meshwright.envoy.filters import Place
from meshwright.envoy.site import Capture, Dns, Endpoints, Site
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.envoy.timeout import timeouts
from meshwright.plan.defaults import TCP_TIMEOUT
from meshwright.plan.index import Index
from meshwright.plan.model import Listener, Plan, Route, VirtualGateway, VirtualNode


class Compiler:
    """Compiles the proxies of one plan. What several proxies know of a service is made once and shared.

    `endpoints`: how the tasks of each node that has a proxy are found. Nodes outside the mesh are found by their host.
    """

    def __init__(self, plan: Plan, endpoints: Mapping[str, Endpoints]) -> None:
        self.index = Index(plan)
        self.plan = plan
        self._endpoints = endpoints
        self._clusters: dict[str, dict[str, Resource]] = {}
        self._virtual_hosts: dict[str, Resource] = {}

    def snapshot(self, proxy: str, site: Site) -> Snapshot:
        """Everything one proxy needs and nothing else: its listeners, its backends' routes, its targets' clusters."""
        if proxy in self.index.gateways:
            return self._gateway(self.index.gateways[proxy], site)
        return self._node(self.index.nodes[proxy], site)

    def _node(self, node: VirtualNode, site: Site) -> Snapshot:
        found = _Parts(node.name)
        arrivals = {listener.port: self._inbound(found, node, listener, site) for listener in node.listeners}
        if site.capture is None:
            for port, each in arrivals.items():
                name, address = names.inbound(port), site.inbound[port]
                found.add_listener(listeners.listener(name, address, "inbound", [{"filters": [each]}]))
        elif arrivals:
            found.add_listener(capture.inbound(site.capture, arrivals))
        web = [backend for backend in node.backends if not self.index.is_tcp(backend)]
        for backend in node.backends:
            found.clusters |= self._backend_clusters(backend)
            if backend not in web:
                self._outbound_tcp(found, node, backend, site)
        if site.outbound is not None:
            self._outbound(found, node, web, site)
        return found.snapshot()

    def _inbound(self, found: "_Parts", node: VirtualNode, listener: Listener, site: Site) -> Resource:
        """The filter for one port of a node. Its cluster and routes go to `found`."""
        name, cluster = names.inbound(listener.port), names.application_cluster(listener.port)
        service = node.service or node.name
        found.add_cluster(clusters.application(listener, site.application[listener.port], node.name))
        if listener.protocol == "tcp":
            log = self._connections(node, "inbound", service, "inbound")
            return listeners.tcp(name, [(cluster, 100)], listener.timeout, log)
        action = {"cluster": cluster} | timeouts(listener.timeout)
        meta = {"filter_metadata": {"meshwright": {"virtual_service": service, "route": "inbound"}}}
        route = {"name": "inbound", "match": {"prefix": "/"}, "route": action, "metadata": meta}
        found.add_routes(name, [{"name": node.name, "domains": ["*"], "routes": [route]}])
        place = Place("inbound", self.plan.egress, listener, service)
        return listeners.http(name, mesh=self.plan.mesh, proxy=node.name, log=node.access_log, place=place)

    def _outbound(self, found: "_Parts", node: VirtualNode, backends: Sequence[str], site: Site) -> None:
        assert site.outbound is not None
        http = listeners.http(
            names.OUTBOUND,
            mesh=self.plan.mesh,
            proxy=node.name,
            log=node.access_log,
            place=Place("outbound", self.plan.egress),
            connect=site.forward_proxy,
        )
        hosts = [self._virtual_host(backend) for backend in backends]
        found.add_routes(names.OUTBOUND, [*hosts, egress.virtual_host(self.plan.egress, node.name)])
        if self.plan.egress == "allow":
            found.add_cluster(egress.cluster())
        if site.capture is None:
            chain = {"filters": [http]}
            found.add_listener(listeners.listener(names.OUTBOUND, site.outbound, "outbound", [chain]))
        else:
            self._captured(found, node, http, site.capture, site)

    def _captured(self, found: "_Parts", node: VirtualNode, http: Resource, led: Capture, site: Site) -> None:
        """The outbound listener where the kernel leads everything to Envoy: also what is no HTTP, and no backend's."""
        assert site.outbound is not None
        log = self._connections(node, "outbound", egress.CLUSTER_NAME, egress.CLUSTER_NAME)
        tcp_ports = sorted({address.port for address in site.outbound_tcp.values()})
        if self.plan.egress == "allow":
            passing = listeners.tcp(capture.PASSING, [(capture.PASSING, 100)], TCP_TIMEOUT, log)
            found.add_listener(capture.outbound_allowing(led, http, passing, site.outbound, tcp_ports))
            found.add_cluster(capture.passing_cluster())
        else:
            opened = listeners.tcp(capture.OPEN, [(capture.OPEN, 100)], TCP_TIMEOUT, log)
            found.add_listener(capture.outbound_denying(led, http, opened, tcp_ports))
            if led.open_names:
                found.add_cluster(capture.open_cluster())

    def _outbound_tcp(self, found: "_Parts", node: VirtualNode, backend: str, site: Site) -> None:
        taken = [route for route in self.index.routes(backend) if any(target.weight for target in route.targets)]
        if backend not in site.outbound_tcp or not taken:
            return
        name, log = names.outbound_tcp(backend), self._connections(node, "outbound", backend, taken[0].name)
        each = listeners.tcp(name, listeners.weighted(taken[0].targets), taken[0].policy.timeout, log)
        address, bound = site.outbound_tcp[backend], site.capture is None
        found.add_listener(listeners.listener(name, address, "outbound", [{"filters": [each]}], bound=bound))

    def _connections(self, node: VirtualNode, direction: access_log.Direction, service: str, route: str) -> Resource:
        return access_log.of_connections(node.access_log, self.plan.mesh, node.name, direction, service, route)

    def _gateway(self, virtual_gateway: VirtualGateway, site: Site) -> Snapshot:
        found = _Parts(virtual_gateway.name)
        for listener in virtual_gateway.listeners:
            name = names.inbound(listener.port)
            each = listeners.http(
                name,
                mesh=self.plan.mesh,
                proxy=virtual_gateway.name,
                log=virtual_gateway.access_log,
                place=Place("gateway", self.plan.egress, balancer=site.balancer),
            )
            address = site.inbound[listener.port]
            found.add_listener(listeners.listener(name, address, "gateway", [{"filters": [each]}]))
            found.add_routes(name, gateway.virtual_hosts(self.index, virtual_gateway, listener.port))
        limits = connection_pool.limits([listener.connection_pool for listener in virtual_gateway.listeners])
        for route in virtual_gateway.routes:
            for cluster in self._backend_clusters(route.service).values():
                found.add_cluster(cluster | limits)
        return found.snapshot()

    def _virtual_host(self, service: str) -> Resource:
        if service not in self._virtual_hosts:
            self._virtual_hosts[service] = routes.virtual_host(self.index, self.index.services[service])
        return self._virtual_hosts[service]

    def _backend_clusters(self, service: str) -> dict[str, Resource]:
        """The clusters of every target, also of weight 0: so that giving it weight changes routes only."""
        if service not in self._clusters:
            self._clusters[service] = {
                cluster["name"]: cluster for route in self.index.routes(service) for cluster in self._targets(route)
            }
        return self._clusters[service]

    def _targets(self, route: Route) -> list[Resource]:
        found = []
        for target in route.targets:
            node = self.index.nodes[target.node]
            listener = next(each for each in node.listeners if each.port == target.port)
            outside = Dns(node.host or "") if not node.has_proxy else None
            found.append(clusters.target(node, listener, outside or self._endpoints[node.name]))
        return found


class _Parts:
    """A snapshot in the making."""

    def __init__(self, proxy: str) -> None:
        self.proxy = proxy
        self.clusters: dict[str, Resource] = {}
        self.listeners: dict[str, Resource] = {}
        self.routes: dict[str, Resource] = {}

    def add_cluster(self, cluster: Resource) -> None:
        self.clusters[cluster["name"]] = cluster

    def add_listener(self, listener: Resource) -> None:
        self.listeners[listener["name"]] = listener

    def add_routes(self, name: str, virtual_hosts: Sequence[Resource]) -> None:
        self.routes[name] = routes.route_configuration(name, virtual_hosts)

    def snapshot(self) -> Snapshot:
        return Snapshot(self.proxy, {"clusters": self.clusters, "listeners": self.listeners, "routes": self.routes})
