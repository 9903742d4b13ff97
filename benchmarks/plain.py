"""Envoys with the least possible configuration: one listener, one route, at most one cluster, all of it static."""

from typing import Any

_EXTENSION = "type.googleapis.com/envoy.extensions.filters."


def answering(texts: dict[int, str]) -> dict[str, Any]:
    """The bootstrap of an Envoy that answers every request with a text, by port."""
    listeners = [
        _listener(port, {"direct_response": {"status": 200, "body": {"inline_string": text}}})
        for port, text in texts.items()
    ]
    return {"static_resources": {"listeners": listeners}}


def forwarding(port: int, to: int) -> dict[str, Any]:
    """The bootstrap of an Envoy that passes every request on to another port."""
    host = {"endpoint": {"address": _address(to)}}
    cluster = {
        "name": "next",
        "type": "STATIC",
        "load_assignment": {"cluster_name": "next", "endpoints": [{"lb_endpoints": [host]}]},
    }
    return {"static_resources": {"listeners": [_listener(port, {"route": {"cluster": "next"}})], "clusters": [cluster]}}


def _listener(port: int, action: dict[str, Any]) -> dict[str, Any]:
    routes = [{"match": {"prefix": "/"}} | action]
    manager = {
        "@type": _EXTENSION + "network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "http",
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]},
        "http_filters": [{"name": "router", "typed_config": {"@type": _EXTENSION + "http.router.v3.Router"}}],
    }
    filters = [{"name": "http", "typed_config": manager}]
    # Off, so that a port which somebody else holds is refused instead of shared.
    return {"address": _address(port), "enable_reuse_port": False, "filter_chains": [{"filters": filters}]}


def _address(port: int) -> dict[str, Any]:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}
