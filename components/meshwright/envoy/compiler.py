"""From the plan to the configuration of one proxy."""

from collections.abc import Mapping, Sequence

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
from meshwright.plan.model import ConnectionPool, Plan, VirtualGateway, VirtualNode, WeightedTarget


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
            hosts = gateway.virtual_hosts(self.index, virtual_gateway, listener.port)
            builder.add_routes(routes.route_configuration(name, hosts))
        pool = tightest([listener.connection_pool for listener in virtual_gateway.listeners])
        for route in virtual_gateway.routes:
            for cluster in self._backend_clusters(route.service) if pool is None else self._made(route.service, pool):
                builder.add_cluster(cluster)

    def _virtual_host(self, service: str) -> Resource:
        if service not in self._virtual_hosts:
            self._virtual_hosts[service] = routes.virtual_host(self.index, self.index.services[service])
        return self._virtual_hosts[service]

    def _backend_clusters(self, service: str) -> Sequence[Resource]:
        """The clusters of every target, also of weight 0: so that giving it weight changes routes only."""
        if service not in self._clusters:
            self._clusters[service] = self._made(service, None)
        return self._clusters[service]

    def _made(self, service: str, pool: ConnectionPool | None) -> Sequence[Resource]:
        """The clusters of a service's targets, with limits that the caller keeps itself, if any."""
        targets = {target: None for route in self.index.routes(service) for target in map(_unweighted, route.targets)}
        return [self._target(node, port, pool) for node, port in targets]

    def _target(self, name: str, port: int, pool: ConnectionPool | None) -> Resource:
        node = self.index.nodes[name]
        listener = node.listener(port)
        endpoints = self._endpoints[name] if node.has_proxy else Dns(node.host or "")
        own = CONNECTION_POOL if node.has_proxy else listener.connection_pool
        return clusters.target(TargetCluster(names.target_cluster(name, port), node, listener, endpoints, pool or own))


def _unweighted(target: WeightedTarget) -> tuple[str, int]:
    return target.node, target.port
