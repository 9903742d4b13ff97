"""The parts of a listener that decide what happens to a request."""

from dataclasses import dataclass

from meshwright.envoy import types
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic.arrival import Arrival
from meshwright.traffic.fields import ROUTE_CONFIGURATION, only
from meshwright.traffic.match import why_not_headers
from meshwright.traffic.not_explainable import NotExplainable

PASSING = {
    types.COMPRESSOR,
    types.DECOMPRESSOR,
    types.FORWARD_PROXY,
    types.GRPC_STATS,
    types.ROUTER,
    types.STATEFUL_SESSION,
}
"""HTTP filters that change nothing about where a request goes."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The last filter of a listener's filter chain; `secure` if clients use TLS."""

    filter: Resource
    secure: bool


def find(snapshot: Snapshot, name: str) -> Resource | None:
    """The listener of this name, or the filter chain of this name in a captured listener; or None."""
    if name in snapshot.listeners:
        return snapshot.listeners[name]
    for each in snapshot.listeners.values():
        for part in chains(each):
            if part.get("name") == name:
                alone = {key: value for key, value in part.items() if key != "filter_chain_match"}
                return {**each, "name": name, "filter_chains": [alone]}
    return None


def chain(listener: Resource) -> Chain:
    """The last filter of a listener. Raises NotExplainable if it is not the same for every client.

    A listener with captured traffic has several chains; those for HTTP all end in the same filter, which is returned.
    """
    name, found = listener.get("name"), chains(listener)
    if listener.get("use_original_dst"):
        speaking = [each for each in found if _first_type(each) == types.HTTP_CONNECTION_MANAGER]
        same = all(each["filters"] == speaking[0]["filters"] for each in speaking)
        found = [{"filters": speaking[0]["filters"]}] if speaking and same else found
    if len(found) != 1 or found[0].get("filter_chain_match"):
        raise NotExplainable(f"a choice of filter chains in the listener {name}")
    filters = found[0].get("filters", [])
    if len(filters) != 1 or filters[0]["typed_config"]["@type"] not in (types.HTTP_CONNECTION_MANAGER, types.TCP_PROXY):
        kinds = [each["typed_config"]["@type"] for each in filters]
        raise NotExplainable(f"the network filters {kinds} of the listener {name}")
    return Chain(filters[0]["typed_config"], bool(found[0].get("transport_socket")))


def is_http(listener: Resource) -> bool:
    """Whether the listener has an HTTP connection manager in any filter chain."""
    filters = [each for one in chains(listener) for each in one.get("filters", [])]
    return any(each["typed_config"]["@type"] == types.HTTP_CONNECTION_MANAGER for each in filters)


def chains(listener: Resource) -> list[Resource]:
    """The filter chains of a listener, the default one last."""
    last = listener.get("default_filter_chain")
    return [*listener.get("filter_chains", []), *([last] if last else [])]


def route_configuration(snapshot: Snapshot, manager: Resource) -> Resource:
    """The RouteConfiguration of a manager, inline or by name; empty if it is missing."""
    if manager.get("rds") is not None:
        routes = snapshot.routes.get(manager["rds"]["route_config_name"], {})
    else:
        routes = manager.get("route_config") or {}
    only(routes, ROUTE_CONFIGURATION, "a route configuration")
    return routes


def health_check(manager: Resource, arrival: Arrival) -> tuple[Resource | None, tuple[str, ...]]:
    """The health check filter that answers the request, if any, and notes on those that pass it on.

    Raises NotExplainable for an unknown HTTP filter.
    """
    notes: list[str] = []
    for each in manager.get("http_filters", []):
        config = each.get("typed_config", {})
        if each.get("disabled") or config.get("@type") in PASSING:
            continue
        if config.get("@type") != types.HEALTH_CHECK:
            raise NotExplainable(f"the HTTP filter {each['name']}")
        if why_not_headers(config.get("headers", []), arrival) is None:
            if not config.get("pass_through_mode"):
                return config, tuple(notes)
            notes.append("a health check: Envoy passes it on, and answers 503 itself while it is told to fail")
    return None, tuple(notes)


def _first_type(chain: Resource) -> object:
    """The "@type" of a filter chain's first filter."""
    return chain.get("filters", [{}])[0].get("typed_config", {}).get("@type")
