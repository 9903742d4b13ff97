"""Computes where a connection goes on which an application speaks TLS itself: its proxy sees a name, and no request."""

from dataclasses import replace

from meshwright.envoy import types
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.envoy.tunnel import MESH
from meshwright.names import OUTBOUND
from meshwright.traffic.domains import best, virtual_host
from meshwright.traffic.explain import metadata_of
from meshwright.traffic.explanation import Destination, Explanation
from meshwright.traffic.listener import chain, chains, route_configuration
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.policy import seconds
from meshwright.traffic.tcp import IDLE_TIMEOUT

_UNREAD = "TLS of the application's own: the proxy sees the host's name and bytes, no requests"
_ASKED = "where the application asks its proxy for a tunnel: without https_proxy, most connect to the host themselves"
_REFUSED = "the proxy expects HTTP, and takes TLS for a bad request"


def explain_own_tls(snapshot: Snapshot, host: str, *, service: bool) -> Explanation:
    """What a node's proxy does when its application opens a TLS connection to a host itself.

    `service`: whether the host's name leads to the mesh, because it is a service's and no host outside has it. Raises
    NotExplainable where the application reaches the host without the proxy.
    """
    listener = snapshot.listeners.get(OUTBOUND)
    if listener is None:
        return Explanation(snapshot.proxy, OUTBOUND, "no_listener", "the application of this proxy calls nobody")
    if listener.get("use_original_dst"):
        return _captured(snapshot, listener, host, service=service)
    manager = chain(listener).filter
    if not any(each["upgrade_type"] == "CONNECT" for each in manager.get("upgrade_configs", [])):
        raise NotExplainable("TLS of the application's own, which does not pass its proxy here")
    return _tunnelled(snapshot, route_configuration(snapshot, manager), host)


def _captured(snapshot: Snapshot, listener: Resource, host: str, *, service: bool) -> Explanation:
    """The server name selects the filter chain; the last chain takes what has no other."""
    start = Explanation(snapshot.proxy, OUTBOUND, "routed")
    named = [each for each in chains(listener) if each.get("filter_chain_match", {}).get("server_names")]
    found = best(((each["filter_chain_match"]["server_names"], each) for each in named), host)
    last = (found or listener["default_filter_chain"])["filters"][-1]["typed_config"]
    if last["@type"] == types.HTTP_CONNECTION_MANAGER or (found is None and service):
        return _refused(start)
    return _passed(start, last["cluster"], last)


def _tunnelled(snapshot: Snapshot, routes: Resource, host: str) -> Explanation:
    """The application asks for a tunnel to the host, and speaks TLS inside."""
    start = Explanation(snapshot.proxy, OUTBOUND, "routed", notes=(_ASKED,))
    found = virtual_host(routes, host)
    route = next((each for each in (found or {}).get("routes", []) if "connect_matcher" in each["match"]), None)
    if found is None or route is None:
        return _refused(start)
    start = replace(start, virtual_host=found["name"], route=route["name"], metadata=metadata_of(route))
    if "direct_response" in route:
        status = int(route["direct_response"]["status"])
        return replace(start, outcome="direct_response", status=status, reason="the route opens no tunnel")
    action = route["route"]
    return _refused(start) if action["cluster"] == MESH else _passed(start, action["cluster"], action)


def _refused(start: Explanation) -> Explanation:
    return replace(start, outcome="refused", status=400, reason=_REFUSED)


def _passed(start: Explanation, cluster: str, limits: Resource) -> Explanation:
    idle = seconds(limits.get("idle_timeout") or IDLE_TIMEOUT)
    destinations = (Destination(cluster, 1, 1.0),)
    return replace(start, destinations=destinations, idle_timeout=idle, notes=(_UNREAD, *start.notes))
