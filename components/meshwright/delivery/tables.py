"""What the agent needs to know of a configuration and the compiler knows better: rows of a bundle.

The agent reads tables with awk, and no JSON.
- `share`: a cluster's share of the proxy's traffic, summed over the routes that name it.
- `uses`: the route configurations that a listener asks for.
- `answers`: a cluster that has endpoints, so that one of them can be waited for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.delivery.memo import Memo
from meshwright.envoy.snapshot import Resource, Snapshot

SHARE = "share"
USES = "uses"
ANSWERS = "answers"
WORDS = (SHARE, USES, ANSWERS)
"""The first columns of the rows."""

_NAMES_NONE = frozenset(
    {
        "access_log",
        "address",
        "common_http_protocol_options",
        "config_source",
        "filter_chain_match",
        "http2_protocol_options",
        "http_filters",
        "http_protocol_options",
        "internal_address_config",
        "listener_filters",
        "match",
        "metadata",
        "request_mirror_policies",
        "retry_policy",
        "upgrade_configs",
    }
)
"""Fields in which nothing is a share of traffic or a route configuration. They are most of a listener and of a route.

Copies of requests are no share: a change does not wait for a version whose answers nobody gets."""

Row = tuple[str, str, str]
Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class _Named:
    """What a message names: the share of each cluster, and route configurations."""

    shares: Shares
    routes: tuple[str, ...]


class Tables:
    """Makes the rows of many proxies. What is found in virtual hosts and clusters that they share is kept."""

    def __init__(self) -> None:
        self._of_host: Memo[Resource, Shares] = Memo(lambda host: _named(host).shares)
        self._has_endpoints = Memo(_has_endpoints)

    def rows(self, snapshot: Snapshot) -> Iterator[Row]:
        """The rows of one proxy."""
        listeners = {name: _named(listener) for name, listener in sorted(snapshot.listeners.items())}
        shares: dict[str, float] = {}
        for each in listeners.values():
            _add(shares, each.shares)
        for configuration in snapshot.routes.values():
            for host in _dictionaries(configuration.get("virtual_hosts")):
                _add(shares, self._of_host(host))
        for name, share in sorted(shares.items()):
            yield SHARE, name, f"{share:.6g}"
        for name, each in listeners.items():
            if each.routes:
                yield USES, name, " ".join(each.routes)
        for name, cluster in sorted(snapshot.clusters.items()):
            if self._has_endpoints(cluster):
                yield ANSWERS, name, ""


def _named(message: Resource) -> _Named:
    """Clusters in `weighted_clusters` share by weight; one that is named elsewhere counts one."""
    shares: dict[str, float] = {}
    routes: set[str] = set()
    waiting: list[Any] = [message]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += [each for each in value if isinstance(each, (dict, list))]
            continue
        for key, each in value.items():
            if isinstance(each, str):
                if key == "cluster":
                    shares[each] = shares.get(each, 0) + 1
                elif key == "route_config_name":
                    routes.add(each)
            elif isinstance(each, dict) and key == "weighted_clusters":
                _add(shares, _weighted(each.get("clusters", ())))
            elif isinstance(each, (dict, list)) and key not in _NAMES_NONE:
                waiting.append(each)
    return _Named(shares, tuple(sorted(routes)))


def _weighted(clusters: Any) -> Shares:
    weights = [(each.get("name"), each.get("weight", 0)) for each in _dictionaries(clusters)]
    known = [(name, weight) for name, weight in weights if isinstance(name, str) and isinstance(weight, int)]
    whole = sum(weight for _, weight in known)
    found: dict[str, float] = {}
    for name, weight in known:
        if weight > 0:
            found[name] = found.get(name, 0) + weight / whole
    return found


def _has_endpoints(cluster: Resource) -> bool:
    assignment = cluster.get("load_assignment")
    endpoints = assignment.get("endpoints") if isinstance(assignment, dict) else None
    return any(each.get("lb_endpoints") for each in _dictionaries(endpoints))


def _dictionaries(value: Any) -> list[Resource]:
    """The dictionaries of a list; none of anything else, which Envoy refuses."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _add(found: dict[str, float], more: Shares) -> None:
    for name, share in more.items():
        if share:
            found[name] = found.get(name, 0) + share
