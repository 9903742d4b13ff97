"""Connections that a node's proxy passes on without reading them: an application's own TLS to hosts outside the mesh, and
tunnels (CONNECT) that clients of a forward proxy ask for.

An application that speaks TLS itself, as most SDKs do, names the host in its first bytes. So it is permitted by that name:
each host of a backend, and no other. Clients that know a forward proxy (`http_proxy`) ask it for a tunnel first: gRPC
clients always, others for `https://`. A tunnel to a service of the mesh leads back to the listener it came from, where its
requests are routed like all others.
"""

from collections.abc import Iterable, Mapping, Sequence

from meshwright import names
from meshwright.envoy import metadata, types
from meshwright.envoy.connection_pool import circuit_breakers
from meshwright.envoy.discovery import assignment
from meshwright.envoy.feature import Feature, ResourceOfKind
from meshwright.envoy.kinds import CLUSTER
from meshwright.envoy.parts import Proxy
from meshwright.envoy.site import Address
from meshwright.envoy.snapshot import Resource
from meshwright.plan.defaults import CONNECTION_POOL
from meshwright.plan.index import Index
from meshwright.plan.model import GivenRef, HostWorkload

MESH = "tunnel"
"""The cluster that leads back to the outbound listener."""

_DESTINATION: Resource = {
    "timeout": "0s",
    "idle_timeout": "3600s",  # that of TCP connections (`plan.defaults`)
    "upgrade_configs": [{"upgrade_type": "CONNECT", "connect_config": {}}],
}


def hosts(index: Index, proxy: str) -> Mapping[str, tuple[str, int]]:
    """The hosts outside the mesh that a node may reach with TLS of its application: the node and port of each."""
    found: dict[str, tuple[str, int]] = {}
    for backend in index.nodes[proxy].backends:
        for host, node, port in _secured(index, backend):
            found.setdefault(host, (node, port))
    return found


def virtual_hosts(index: Index, node: str, services: Sequence[Resource], last: Resource) -> list[Resource]:
    """The virtual hosts of a forward proxy, which open tunnels, too: to each service, and to each host that speaks TLS.

    `last` takes every other host.
    """
    reached = hosts(index, node)
    found = []
    for each in services:
        outside = next((names.own_tls(*reached[host]) for host, _, _ in _secured(index, each["name"])), MESH)
        found.append(_with(each, _to(outside, each["name"])))
    known = {domain.lower() for each in services for domain in each["domains"]}
    for host, target in reached.items():
        if host not in known:
            found.append(_with(last | {"name": host, "domains": [host]}, _to(names.own_tls(*target), target[0])))
    return [*found, last]


def _with(virtual_host: Resource, route: Resource) -> Resource:
    # First, for the last virtual host has a route for tunnels of its own.
    return virtual_host | {"routes": [route, *virtual_host["routes"]]}


def _to(cluster: str, service: str) -> Resource:
    route = {"name": MESH, "match": {"connect_matcher": {}}, "route": {"cluster": cluster} | _DESTINATION}
    return route | metadata.of(virtual_service=service, route=MESH)


def _secured(index: Index, service: str) -> Iterable[tuple[str, str, int]]:
    """The targets of a service that are hosts with TLS: the host, in the small letters of server names, node and port."""
    for route in index.routes(service):
        for target in route.targets:
            runs = index.nodes[target.node].runs
            if isinstance(runs, HostWorkload) and runs.tls:
                host = runs.host.placeholder if isinstance(runs.host, GivenRef) else runs.host.lower()
                yield host, target.node, target.port


def _resources(proxy: Proxy) -> Iterable[ResourceOfKind]:
    site = proxy.site
    if proxy.gateway or site.outbound is None:
        return
    if site.forward_proxy and any(not proxy.index.is_tcp(each) for each in proxy.index.nodes[proxy.name].backends):
        yield CLUSTER, _cluster(MESH, "STATIC", site.outbound)
    if site.forward_proxy or (site.capture and proxy.egress == "deny"):
        for host, (node, port) in hosts(proxy.index, proxy.name).items():
            cluster = _cluster(names.own_tls(node, port), "LOGICAL_DNS", Address(host, port))
            yield CLUSTER, cluster | {"dns_lookup_family": "V4_ONLY"} | metadata.of(virtual_node=node)


def _cluster(name: str, kind: str, address: Address) -> Resource:
    base = {"@type": types.CLUSTER, "name": name, "type": kind, "load_assignment": assignment(name, (address,))}
    return base | circuit_breakers(CONNECTION_POOL)


FEATURE = Feature("tunnel", resources=_resources)
