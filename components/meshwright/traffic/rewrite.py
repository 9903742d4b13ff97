"""The request that leaves Envoy: the path and host that the upstream sees, and the target of a redirect."""

from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic.arrival import Arrival, split_port
from meshwright.traffic.fields import REDIRECT, only
from meshwright.traffic.text import substitute

DEFAULT_PORTS = {"http": ":80", "https": ":443"}
STATUSES = {
    "MOVED_PERMANENTLY": 301,
    "FOUND": 302,
    "SEE_OTHER": 303,
    "TEMPORARY_REDIRECT": 307,
    "PERMANENT_REDIRECT": 308,
}


def path(match: Resource, action: Resource, arrival: Arrival) -> str:
    """The path with its query after `prefix_rewrite` or `regex_rewrite` of a RouteAction or RedirectAction.

    A prefix replaces what a prefix match matched, or else the whole path.
    """
    old, mark, query = arrival.path.partition("?")
    new = old
    if action.get("prefix_rewrite"):
        matched = match.get("prefix", match.get("path_separated_prefix"))
        new = action["prefix_rewrite"] + (old[len(matched) :] if matched is not None else "")
    elif action.get("regex_rewrite"):
        new = substitute(action["regex_rewrite"], old) or old
    return new + mark + query


def host(action: Resource, weighted: Resource, arrival: Arrival, snapshot: Snapshot, cluster: str) -> str | None:
    """The host that the upstream sees; None if it is the name of the chosen endpoint.

    The route's own literal takes precedence over that of a weighted cluster.
    """
    if action.get("auto_host_rewrite"):
        names = _names(snapshot.clusters.get(cluster, {}))
        return (names.pop() or arrival.authority) if len(names) == 1 else None
    return action.get("host_rewrite_literal") or weighted.get("host_rewrite_literal") or arrival.authority


def _names(cluster: Resource) -> set[str]:
    resolved = cluster.get("type") in ("STRICT_DNS", "LOGICAL_DNS")
    names = set()
    for locality in cluster.get("load_assignment", {}).get("endpoints", []):
        for endpoint in (each["endpoint"] for each in locality.get("lb_endpoints", [])):
            address = endpoint.get("address", {}).get("socket_address", {}).get("address", "")
            names.add(endpoint.get("hostname") or (address if resolved else ""))
    return names


def redirect(match: Resource, action: Resource, arrival: Arrival) -> tuple[int, str]:
    """Status and `location` of a RedirectAction."""
    only(action, REDIRECT, "a redirect")
    scheme = "https" if action.get("https_redirect") else action.get("scheme_redirect") or arrival.scheme
    authority = action.get("host_redirect") or arrival.authority
    name, port = split_port(authority)
    # Envoy uses this header here, and :scheme elsewhere; they differ if a URL says https without TLS
    forwarded = arrival.headers["x-forwarded-proto"][0]
    if action.get("port_redirect"):
        authority = f"{name}:{action['port_redirect']}"
    elif not action.get("host_redirect") and scheme != forwarded and port == DEFAULT_PORTS.get(forwarded.lower()):
        authority = name
    target = path(match, action, arrival)
    if action.get("path_redirect"):
        _, mark, query = arrival.path.partition("?")
        target = action["path_redirect"] + ("" if "?" in action["path_redirect"] else mark + query)
    if action.get("strip_query") and "?" not in action.get("path_redirect", ""):
        target = target.partition("?")[0]
    return STATUSES[action.get("response_code", "MOVED_PERMANENTLY")], f"{scheme}://{authority}{target}"
