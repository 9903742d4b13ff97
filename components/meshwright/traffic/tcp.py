"""Computes where a TCP connection goes."""

from dataclasses import replace

from meshwright.envoy import types
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic import fields
from meshwright.traffic.explanation import Destination, Explanation
from meshwright.traffic.listener import chain, find
from meshwright.traffic.policy import seconds

IDLE_TIMEOUT = "3600s"


def explain_tcp(snapshot: Snapshot, listener: str | int) -> Explanation:
    """What the proxy does with a TCP connection to a listener, given by its name or its port.

    `idle_timeout` is one hour if the listener has none. Raises NotExplainable if the result depends on something that
    the explainer doesn't know.
    """
    by_port = (each for each in snapshot.listeners.values() if _port(each) == listener)
    found = find(snapshot, listener) if isinstance(listener, str) else next(by_port, None)
    if found is None:
        there = ", ".join(f"{name} ({_port(each)})" for name, each in sorted(snapshot.listeners.items())) or "none"
        reason = f"there is no listener {listener}; there are: {there}"
        return Explanation(snapshot.proxy, str(listener), "no_listener", reason)
    proxy = chain(found).filter
    if proxy["@type"] != types.TCP_PROXY:
        return Explanation(snapshot.proxy, found["name"], "no_listener", f"the listener {listener} speaks HTTP")
    fields.only(proxy, fields.TCP_PROXY, f"tcp_proxy of the listener {found['name']}")
    if proxy.get("weighted_clusters") is not None:
        pairs = [(each["name"], int(each["weight"])) for each in proxy["weighted_clusters"]["clusters"]]
    else:
        pairs = [(proxy["cluster"], 1)]
    total = sum(weight for _, weight in pairs)
    destinations = tuple(Destination(name, weight, weight / total if total else 0.0) for name, weight in pairs)
    idle = seconds(proxy.get("idle_timeout") or IDLE_TIMEOUT)
    missing = [name for name, weight in pairs if weight and name not in snapshot.clusters]
    start = Explanation(snapshot.proxy, found["name"], "routed", destinations=destinations, idle_timeout=idle)
    if any(weight and name not in missing for name, weight in pairs):
        return replace(start, notes=tuple(f"there is no cluster {name!r}: its share is lost" for name in missing))
    reason = f"there is no cluster {' or '.join(map(repr, missing))}" if missing else "all weights are 0"
    return replace(start, outcome="no_cluster", reason=reason)


def _port(listener: Resource) -> int | None:
    port = listener.get("address", {}).get("socket_address", {}).get("port_value")
    return int(port) if port is not None else None
