"""What a node takes in: for each of its listeners the filter, the routes and the cluster of its application."""

from meshwright import names
from meshwright.envoy import access_log, capture, clusters, features, listeners, routes
from meshwright.envoy.builder import SnapshotBuilder
from meshwright.envoy.parts import (
    ApplicationCluster,
    ConnectionManager,
    ListenerPart,
    Proxy,
    RoutePart,
    VirtualHostPart,
)
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Listener, RoutePolicy, VirtualNode

ROUTE = "inbound"
"""The name of an inbound connection manager's one route."""


def add(builder: SnapshotBuilder, proxy: Proxy, node: VirtualNode) -> None:
    """Adds the inbound part of a node."""
    site = proxy.site
    filters = {listener.port: _filter(builder, proxy, node, listener) for listener in node.listeners}
    if site.capture is not None:
        if filters:
            part = ListenerPart(names.INBOUND, site.capture.inbound, "inbound")
            builder.add_listener(listeners.listener(part, capture.inbound(filters)))
        return
    for port, each in filters.items():
        part = ListenerPart(names.inbound(port), site.inbound[port], "inbound")
        builder.add_listener(listeners.listener(part, {"filter_chains": [{"filters": [each]}]}))


def _filter(builder: SnapshotBuilder, proxy: Proxy, node: VirtualNode, listener: Listener) -> Resource:
    """The filter for one port. Its cluster and routes are added."""
    mesh = proxy.index.plan.mesh
    name, cluster = names.inbound(listener.port), names.application_cluster(listener.port)
    service = node.service or node.name
    address = proxy.site.application[listener.port]
    builder.add_cluster(clusters.application(ApplicationCluster(cluster, node.name, listener, address)))
    if listener.protocol == "tcp":
        log = access_log.of_connections(node.access_log, mesh, node.name, "inbound", service, ROUTE)
        return listeners.tcp(name, [(cluster, 100)], listener.timeout, log)
    builder.add_routes(routes.route_configuration(name, [_virtual_host(node.name, service, cluster, listener)]))
    part = ConnectionManager(name, "inbound", mesh, node.name, proxy.egress, node.access_log, listener, service)
    return listeners.http(part)


def _virtual_host(node: str, service: str, cluster: str, listener: Listener) -> Resource:
    """Every request goes to the application."""
    policy = RoutePolicy(retry=None, timeout=listener.timeout)
    part = RoutePart(service, ROUTE, "inbound", policy, websockets=listener.protocol == "http")
    route = features.route({"name": ROUTE, "match": {"prefix": "/"}, "route": {"cluster": cluster}}, part)
    base = {"name": node, "domains": ["*"], "routes": [route]}
    return features.virtual_host(base, VirtualHostPart(node, "inbound", service))
