"""Listeners for connections that iptables redirected to Envoy, which asks the kernel for the original destination.

Inbound, the port selects the filter chain. Outbound, each address of a TCP backend has a listener of its own, which binds
no port. Everything else is HTTP, which is routed by its host, or leaves the mesh.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from meshwright import names
from meshwright.envoy import types
from meshwright.envoy.connection_pool import circuit_breakers
from meshwright.envoy.egress import dns_cache, forward_proxy
from meshwright.envoy.feature import Feature, ResourceOfKind
from meshwright.envoy.kinds import CLUSTER
from meshwright.envoy.parts import Proxy
from meshwright.envoy.site import Address, Capture
from meshwright.envoy.snapshot import Resource
from meshwright.plan.defaults import CONNECTION_POOL

PASSING = "egress_connections"
"""The cluster that connects to the original destination."""

OPEN = "open_names"
"""The cluster that resolves the host which a TLS connection names. The name can be forged, so its address is not used."""

_HTTPS = 443


def inbound(filters: Mapping[int, Resource]) -> Resource:
    """The fields of the listener for what comes in: a filter chain for each port of the node.

    Connections to other ports are refused, above all to the listener's own port, which would loop.
    """
    chains = [
        {"name": names.inbound(port), "filter_chain_match": {"destination_port": port}, "filters": [each]}
        for port, each in filters.items()
    ]
    return {
        "filter_chains": chains,
        "listener_filters": [_listener_filter("original_dst", types.ORIGINAL_DESTINATION)],
    }


def outbound_denying(
    capture: Capture, http: Resource, opened: Resource, own_tls: Mapping[str, Resource], tcp_ports: Sequence[int]
) -> Resource:
    """The fields of the listener for what an application sends that may reach backends and open names only.

    Everything else is taken for HTTP and refused. `http` and `opened` are the filters for HTTP and for TLS to open names,
    `own_tls` those for TLS to hosts of backends, by host; `tcp_ports` the ports of TCP backends.
    """
    config = {
        "@type": types.SNI_FORWARD_PROXY,
        "port_value": _HTTPS,
        "dns_cache_config": dns_cache(OPEN),
    }
    by_name = {"name": "envoy.filters.network.sni_dynamic_forward_proxy", "typed_config": config}
    chains = [_named(capture.open_names, by_name, opened)] if capture.open_names else []
    chains += [_named([host], each) for host, each in own_tls.items() if host not in capture.open_names]
    inspector = _inspector("tls_inspector", types.TLS_INSPECTOR, tcp_ports)
    return _outbound([*chains, {"filters": [http]}], inspector)


def _named(hosts: Sequence[str], *filters: Resource) -> Resource:
    """The filter chain of TLS connections that name one of these hosts."""
    return {
        "filter_chain_match": {"server_names": list(hosts), "transport_protocol": "tls"},
        "filters": list(filters),
    }


def outbound_allowing(
    capture: Capture, http: Resource, passing: Resource, mesh: Address, tcp_ports: Sequence[int]
) -> Resource:
    """The fields of the listener for what an application sends that may reach any address.

    `passing` is the filter for what is not HTTP. `mesh` is the address of all services that speak HTTP: connections to it
    are HTTP without a look at what is sent.
    """
    closed = {
        "name": "envoy.filters.network.direct_response",
        "typed_config": {"@type": types.NETWORK_DIRECT_RESPONSE},
    }
    own_ports = (capture.inbound.port, capture.outbound.port)
    chains = [{"filter_chain_match": {"destination_port": port}, "filters": [closed]} for port in own_ports]
    here = {"prefix_ranges": [{"address_prefix": mesh.host, "prefix_len": 32}]}
    spoken = {"application_protocols": ["http/1.0", "http/1.1", "h2c"]}
    chains += [{"filter_chain_match": match, "filters": [http]} for match in (here, spoken)]
    inspector = _inspector("http_inspector", types.HTTP_INSPECTOR, tcp_ports)
    # Where the server speaks first, the client waits for the server and Envoy for the client: 15 s by default.
    return _outbound([*chains, {"filters": [passing]}], inspector) | {"listener_filters_timeout": "1s"}


def _resources(proxy: Proxy) -> Iterable[ResourceOfKind]:
    """The clusters of connections that are not HTTP, or whose TLS names an open host."""
    if proxy.site.capture is None or proxy.site.outbound is None:
        return
    if proxy.egress == "allow":
        yield CLUSTER, _passing_cluster()
    elif proxy.site.capture.open_names:
        yield CLUSTER, _open_cluster()


@cache
def _passing_cluster() -> Resource:
    cluster = {"@type": types.CLUSTER, "name": PASSING, "type": "ORIGINAL_DST", "lb_policy": "CLUSTER_PROVIDED"}
    return cluster | circuit_breakers(CONNECTION_POOL)


@cache
def _open_cluster() -> Resource:
    return forward_proxy(OPEN)


def _outbound(chains: Sequence[Resource], inspector: Resource) -> Resource:
    """The last chain takes what no other one matches. Connections to addresses of TCP backends are handed over."""
    *matching, last = chains
    return {
        "filter_chains": matching,
        "use_original_dst": True,
        "listener_filters": [_listener_filter("original_dst", types.ORIGINAL_DESTINATION), inspector],
        "continue_on_listener_filters_timeout": True,
        "default_filter_chain": last,
    }


def _inspector(name: str, type_url: str, tcp_ports: Sequence[int]) -> Resource:
    """A filter that waits for the client's first bytes. It is off on ports of TCP backends, where the server may speak
    first; on 443 it never does."""
    ranges = [{"destination_port_range": {"start": port, "end": port + 1}} for port in tcp_ports if port != _HTTPS]
    found = _listener_filter(name, type_url)
    if ranges:
        found["filter_disabled"] = {"or_match": {"rules": ranges}} if len(ranges) > 1 else ranges[0]
    return found


def _listener_filter(name: str, type_url: str) -> Resource:
    return {"name": f"envoy.filters.listener.{name}", "typed_config": {"@type": type_url}}


FEATURE = Feature("capture", resources=_resources)
