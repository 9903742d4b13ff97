"""What a node's application sends: listeners and routes towards its backends and out of the mesh."""

from collections.abc import Sequence

from meshwright import names
from meshwright.envoy import access_log, capture, egress, listeners, routes, tunnel
from meshwright.envoy.builder import SnapshotBuilder
from meshwright.envoy.parts import ConnectionManager, ListenerPart, Proxy
from meshwright.envoy.site import Address, Capture
from meshwright.envoy.snapshot import Resource
from meshwright.plan.defaults import TCP_TIMEOUT
from meshwright.plan.model import VirtualNode


def add(builder: SnapshotBuilder, proxy: Proxy, node: VirtualNode, virtual_hosts: Sequence[Resource]) -> None:
    """Adds the outbound part of a node. `virtual_hosts` are those of its HTTP backends."""
    for backend in node.backends:
        if proxy.index.is_tcp(backend):
            _add_tcp(builder, proxy, node, backend)
    if proxy.site.outbound is not None:
        _add_http(builder, proxy, node, virtual_hosts, proxy.site.outbound)


def _add_http(
    builder: SnapshotBuilder, proxy: Proxy, node: VirtualNode, virtual_hosts: Sequence[Resource], address: Address
) -> None:
    last = egress.virtual_host(proxy.egress, node.name)
    every = [*virtual_hosts, last]
    if proxy.site.forward_proxy:
        every = tunnel.virtual_hosts(proxy.index, node.name, virtual_hosts, last)
    builder.add_routes(routes.route_configuration(names.OUTBOUND, every))
    http = listeners.http(
        ConnectionManager(
            names.OUTBOUND,
            "outbound",
            proxy.index.plan.mesh,
            node.name,
            proxy.egress,
            node.access_log,
            forward_proxy=proxy.site.forward_proxy,
        )
    )
    if proxy.site.capture is None:
        part = ListenerPart(names.OUTBOUND, address, "outbound")
        builder.add_listener(listeners.listener(part, {"filter_chains": [{"filters": [http]}]}))
    else:
        part = ListenerPart(names.OUTBOUND, proxy.site.capture.outbound, "outbound")
        fields = _captured(proxy, node, http, proxy.site.capture, address)
        builder.add_listener(listeners.listener(part, fields))


def _captured(proxy: Proxy, node: VirtualNode, http: Resource, captured: Capture, mesh: Address) -> Resource:
    """The fields of the listener that takes every connection of the application, whatever it speaks and to whom."""
    log = _connections(proxy, node, egress.CLUSTER_NAME, egress.CLUSTER_NAME)
    tcp_ports = sorted({address.port for address in proxy.site.outbound_tcp.values()})
    if proxy.egress == "allow":
        passing = listeners.tcp(capture.PASSING, [(capture.PASSING, 100)], TCP_TIMEOUT, log)
        return capture.outbound_allowing(captured, http, passing, mesh, tcp_ports)
    opened = listeners.tcp(capture.OPEN, [(capture.OPEN, 100)], TCP_TIMEOUT, log)
    own_tls = {host: _own_tls(proxy, node, *each) for host, each in tunnel.hosts(proxy.index, node.name).items()}
    return capture.outbound_denying(captured, http, opened, own_tls, tcp_ports)


def _own_tls(proxy: Proxy, node: VirtualNode, target: str, port: int) -> Resource:
    """The filter for TLS of the application's own to a host outside the mesh."""
    cluster = names.own_tls(target, port)
    return listeners.tcp(cluster, [(cluster, 100)], TCP_TIMEOUT, _connections(proxy, node, target, tunnel.MESH))


def _add_tcp(builder: SnapshotBuilder, proxy: Proxy, node: VirtualNode, backend: str) -> None:
    """The listener of a TCP backend. A TCP service has one route at most that Envoy can follow: the first with weight."""
    having_weight = [route for route in proxy.index.routes(backend) if route.takes]
    if backend not in proxy.site.outbound_tcp or not having_weight:
        return
    route = having_weight[0]
    name = names.outbound_tcp(backend)
    log = _connections(proxy, node, backend, route.name)
    each = listeners.tcp(name, listeners.weighted(route.targets), route.policy.timeout, log)
    part = ListenerPart(name, proxy.site.outbound_tcp[backend], "outbound", bound=proxy.site.capture is None)
    builder.add_listener(listeners.listener(part, {"filter_chains": [{"filters": [each]}]}))


def _connections(proxy: Proxy, node: VirtualNode, service: str, route: str) -> Resource:
    return access_log.of_connections(node.access_log, proxy.index.plan.mesh, node.name, "outbound", service, route)
