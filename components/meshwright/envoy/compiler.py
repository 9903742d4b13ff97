"""From the plan to the configuration of one proxy."""

from collections.abc import Iterable, Mapping, Sequence

from meshwright import names
from meshwright.envoy import clusters, features, gateway, inbound, listeners, outbound, routes
from meshwright.envoy.builder import SnapshotBuilder
from meshwright.envoy.connection_pool import tightest
from meshwright.envoy.garbage import collection_paused
from meshwright.envoy.parts import ConnectionManager, ListenerPart, Proxy, TargetCluster
from meshwright.envoy.site import Dns, Endpoints, Site
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.plan.defaults import CONNECTION_POOL
from meshwright.plan.index import Index
from meshwright.plan.model import GatewayListener, Plan, VirtualGateway, VirtualNode


class Compiler:
    """Compiles the proxies of one plan. What several proxies know of a service is made once and shared.

    `endpoints`: how the tasks of each node that has a proxy are found. Nodes outside the mesh are found by their host.
    """

    def __init__(self, plan: Plan, endpoints: Mapping[str, Endpoints]) -> None:
        self.index = Index(plan)
        self._endpoints = endpoints
        self._clusters: dict[str, Sequence[Resource]] = {}
        self._virtual_hosts: dict[str, Resource] = {}

    def snapshots(self, proxies: Mapping[str, tuple[str, Site]]) -> dict[str, Snapshot]:
        """The configuration of many proxies, under the same keys. A value is the name of the node or gateway in the plan,
        and the addresses of this copy of it."""
        with collection_paused():
            return {key: self.snapshot(name, site) for key, (name, site) in proxies.items()}

    def snapshot(self, name: str, site: Site) -> Snapshot:
        """Everything one proxy needs and nothing else: its listeners, its backends' routes, its targets' clusters."""
        builder = SnapshotBuilder(name)
        proxy = Proxy(self.index, name, site)
        if proxy.gateway:
            self._add_gateway(builder, proxy, self.index.gateways[name])
        else:
            self._add_node(builder, proxy, self.index.nodes[name])
        for kind, resource in features.resources(proxy):
            builder.add(kind, resource)
        return builder.snapshot()

    def _add_node(self, builder: SnapshotBuilder, proxy: Proxy, node: VirtualNode) -> None:
        inbound.add(builder, proxy, node)
        for backend in node.backends:
            for cluster in self._backend_clusters(backend):
                builder.add_cluster(cluster)
        hosts = [self._virtual_host(each) for each in node.backends if not self.index.is_tcp(each)]
        outbound.add(builder, proxy, node, hosts)

    def _add_gateway(self, builder: SnapshotBuilder, proxy: Proxy, virtual_gateway: VirtualGateway) -> None:
        for listener in virtual_gateway.listeners:
            name = names.inbound(listener.port)
            manager = ConnectionManager(
                name,
                "gateway",
                self.index.plan.mesh,
                virtual_gateway.name,
                proxy.egress,
                virtual_gateway.access_log,
                balancer=proxy.site.balancer,
            )
            part = ListenerPart(name, proxy.site.inbound[listener.port], "gateway")
            chain = {"filters": [listeners.http(manager)]}
            builder.add_listener(listeners.listener(part, {"filter_chains": [chain]}))
            hosts = gateway.virtual_hosts(self.index, virtual_gateway, listener)
            builder.add_routes(routes.route_configuration(name, hosts))
            for route in (each for each in virtual_gateway.routes if gateway.is_on(each, listener.port)):
                for cluster in self._gateway_clusters(route.service, listener) if route.service else ():
                    builder.add_cluster(cluster)

    def _virtual_host(self, service: str) -> Resource:
        if service not in self._virtual_hosts:
            self._virtual_hosts[service] = routes.virtual_host(self.index, self.index.services[service])
        return self._virtual_hosts[service]

    def _backend_clusters(self, service: str) -> Sequence[Resource]:
        """The clusters of every target and mirror, also of weight 0: so that giving it weight changes routes only."""
        if service not in self._clusters:
            self._clusters[service] = [self._target(*each) for each in self._targets(service)]
        return self._clusters[service]

    def _gateway_clusters(self, service: str, listener: GatewayListener) -> Sequence[Resource]:
        """The same for a gateway's listener. One that has limits has clusters to itself: a limit counts what is sent
        through one cluster, whichever listener it comes from."""
        if listener.own_clusters is None:
            return self._backend_clusters(service)
        return [self._target(*each, listener) for each in self._targets(service)]

    def _targets(self, service: str) -> Iterable[tuple[str, int]]:
        """The nodes and ports that a service's routes name, each once."""
        return dict.fromkeys(each for route in self.index.routes(service) for each in route.nodes)

    def _target(self, name: str, port: int, by: GatewayListener | None = None) -> Resource:
        node = self.index.nodes[name]
        listener = node.listener(port)
        endpoints = self._endpoints[name] if node.has_proxy else Dns(node.host or "")
        # The Envoy of a node keeps the node's limits itself.
        pool = CONNECTION_POOL if node.has_proxy else listener.connection_pool
        cluster = names.target_cluster(name, port, by.own_clusters if by else None)
        pool = tightest(pool, by.connection_pool) if by else pool
        return clusters.target(TargetCluster(cluster, node, listener, endpoints, pool))
