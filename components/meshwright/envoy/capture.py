"""Listeners for connections that the kernel has led to Envoy, whatever they were meant for.

Envoy asks the kernel where that was. Inbound, the port decides. Outbound, the addresses of TCP backends have listeners of
their own, which hold no port; everything else is HTTP, told apart by its host, or leaves the mesh.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from meshwright import names
from meshwright.envoy import types
from meshwright.envoy.connection_pool import circuit_breakers
from meshwright.envoy.egress import dns_cache, forward_proxy
from meshwright.envoy.listeners import listener
from meshwright.envoy.site import Address, Capture
from meshwright.envoy.snapshot import Resource
from meshwright.plan.defaults import CONNECTION_POOL

PASSING = "egress_connections"
"""The cluster that goes on to where a connection was meant to go."""

OPEN = "open_names"
"""The cluster that resolves the host which a TLS connection names. The name can be forged, so its address is not used."""

_HTTPS = 443


def inbound(capture: Capture, filters: Mapping[int, Resource]) -> Resource:
    """The listener for what comes in: a filter for each port of the node. Other ports are closed, first of all the
    listener's own, whose connections would come back for ever."""
    chains = [
        {"name": names.inbound(port), "filter_chain_match": {"destination_port": port}, "filters": [each]}
        for port, each in filters.items()
    ]
    made = listener(names.INBOUND, capture.inbound, "inbound", chains)
    return made | {"listener_filters": [_listener_filter("original_dst", types.ORIGINAL_DESTINATION)]}


def outbound_denying(capture: Capture, http: Resource, opened: Resource, tcp_ports: Sequence[int]) -> Resource:
    """The listener for what the application sends, where it may reach backends and open names only: what is neither is
    taken for HTTP, and refused.

    `http`, `opened`: the filters for HTTP, and for TLS to open names. `tcp_ports`: of TCP backends.
    """
    match = {"server_names": list(capture.open_names), "transport_protocol": "tls"}
    config = {
        "@type": types.SNI_FORWARD_PROXY,
        "port_value": _HTTPS,
        "dns_cache_config": dns_cache(OPEN),
    }
    by_name = {"name": "envoy.filters.network.sni_dynamic_forward_proxy", "typed_config": config}
    chains = [{"filter_chain_match": match, "filters": [by_name, opened]}] if capture.open_names else []
    inspector = _inspector("tls_inspector", types.TLS_INSPECTOR, tcp_ports)
    return _outbound(capture, [*chains, {"filters": [http]}], inspector)


def outbound_allowing(
    capture: Capture, http: Resource, passing: Resource, mesh: Address, tcp_ports: Sequence[int]
) -> Resource:
    """The listener for what the application sends, where it may reach anything.

    `passing`: the filter for what is not HTTP. `mesh`: the address of all services that speak HTTP, where nobody asks
    what is spoken.
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
    # Where the server speaks first, the client waits for it, and Envoy for the client: 15 s, if it were not told.
    return _outbound(capture, [*chains, {"filters": [passing]}], inspector) | {"listener_filters_timeout": "1s"}


def passing_cluster() -> Resource:
    """The cluster of `outbound_allowing`'s other connections."""
    cluster = {"@type": types.CLUSTER, "name": PASSING, "type": "ORIGINAL_DST", "lb_policy": "CLUSTER_PROVIDED"}
    return cluster | circuit_breakers(CONNECTION_POOL)


@cache
def open_cluster() -> Resource:
    """The cluster of `outbound_denying`'s open names."""
    return forward_proxy(OPEN)


def _outbound(capture: Capture, chains: Sequence[Resource], inspector: Resource) -> Resource:
    """The last chain takes what no other one does. Connections to addresses of TCP backends are handed over."""
    *matching, last = chains
    return listener(names.OUTBOUND, capture.outbound, "outbound", matching) | {
        "use_original_dst": True,
        "listener_filters": [_listener_filter("original_dst", types.ORIGINAL_DESTINATION), inspector],
        "continue_on_listener_filters_timeout": True,
        "default_filter_chain": last,
    }


def _inspector(name: str, type_url: str, tcp_ports: Sequence[int]) -> Resource:
    """A filter that waits for the client's first words. On ports of TCP backends it must not, for there the server may
    speak first; on 443 it never does."""
    ranges = [{"destination_port_range": {"start": port, "end": port + 1}} for port in tcp_ports if port != _HTTPS]
    found = _listener_filter(name, type_url)
    if ranges:
        found["filter_disabled"] = {"or_match": {"rules": ranges}} if len(ranges) > 1 else ranges[0]
    return found


def _listener_filter(name: str, type_url: str) -> Resource:
    return {"name": f"envoy.filters.listener.{name}", "typed_config": {"@type": type_url}}
