"""Versions of HTTP and their options, of clusters and of connection managers. See decision 0020."""

from functools import cache

from meshwright.envoy import types
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ApplicationCluster, ClusterPart, ConnectionManager, Direction, RoutePart
from meshwright.envoy.snapshot import Resource
from meshwright.units import Protocol

_FIELD = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"

_APPLICATION_IDLE = "4s"
"""Applications close idle connections themselves, Node.js after 5 s, and a request that is sent at that moment fails. So
Envoy closes them first."""

_NODE_IDLE = "300s"
"""AWS's network forgets a connection after 350 s of silence, without a word (EC2 user guide, "Idle connection tracking
timeout"): the next request on it would wait for its timeout. Envoy's own default is an hour."""

_REQUESTS = 200
"""Requests on one connection of HTTP/2, then follows another. Servers end a connection, and with it every request of others
on it, after so many resets: nghttp2 (Envoy, Node.js) after 1,000, Envoy itself after 250, Netty after 200 in 30 s."""

_WINDOW = 256 * 1024

_HTTP2: Resource = {"override_stream_error_on_invalid_http_message": True, "allow_connect": True}
"""Callers share connections between Envoys. Without the first, one invalid message ends the connection, and with it every
request of others on it; with the second, websockets pass such a connection, too."""

_SHARED_HTTP2: Resource = _HTTP2 | {
    "initial_stream_window_size": _WINDOW,
    "initial_connection_window_size": _REQUESTS * _WINDOW,
}
"""Every request on a connection can stand still and leaves room for the others. With Envoy's own windows, of 16 and 24 MiB,
two clients that asked for something large and did not read it kept everybody on the connection from reading."""

_EDGE_HTTP2: Resource = _HTTP2 | {
    "max_concurrent_streams": 100,
    "initial_stream_window_size": 65536,
    "initial_connection_window_size": 1048576,
}
"""What one client of a gateway may use of its memory: Envoy's own recommendation for edge proxies."""

_BALANCER_HTTP2: Resource = _EDGE_HTTP2 | {"initial_connection_window_size": 100 * 65536}
"""A load balancer's connection carries requests of many clients: each of them can stand still."""

_BY_DIRECTION: dict[Direction, Resource] = {"inbound": _SHARED_HTTP2, "outbound": _HTTP2, "gateway": _EDGE_HTTP2}

_HTTP1: Resource = {
    # nginx passes requests on in HTTP/1.0, and Python's clients ask for tunnels in it.
    "accept_http_10": True,
    # Java's client offers TLS in a header that a server may ignore; Envoy would refuse the request.
    "ignore_http_11_upgrade": [{"prefix": "TLS/", "ignore_case": True}],
}


@cache
def _protocol_options(protocol: Protocol, idle: str | None = None) -> Resource:
    if protocol == "tcp":
        return {}
    version: Resource = (
        {"http_protocol_options": {}} if protocol == "http" else {"http2_protocol_options": _SHARED_HTTP2}
    )
    options: Resource = {"@type": types.HTTP_PROTOCOL_OPTIONS, "explicit_http_config": version}
    common: Resource = {"idle_timeout": idle} if idle else {}
    if protocol != "http":
        common["max_requests_per_connection"] = _REQUESTS
    if common:
        options["common_http_protocol_options"] = common
    return {"typed_extension_protocol_options": {_FIELD: options}}


def _cluster(part: ClusterPart) -> Resource:
    idle = _APPLICATION_IDLE if isinstance(part, ApplicationCluster) else _NODE_IDLE
    return _protocol_options(part.listener.protocol, idle)


def _connection_manager(part: ConnectionManager) -> Resource:
    """Accepts what legal clients send, whichever way it is written; an invalid message ends nothing but itself."""
    return {
        "http_protocol_options": _HTTP1,
        "http2_protocol_options": _BALANCER_HTTP2 if part.balancer == "requests" else _BY_DIRECTION[part.direction],
        "strip_trailing_host_dot": True,
    }


def _route(part: RoutePart) -> Resource:
    """An application that speaks HTTP/2 without websockets may end the connection on which it is asked for one, and with
    it every request of others on that connection. So nobody asks it."""
    if part.websockets:
        return {}
    return {"route": {"upgrade_configs": [{"upgrade_type": "websocket", "enabled": False}]}}


FEATURE = Feature("http_options", route=_route, cluster=_cluster, connection_manager=_connection_manager)
