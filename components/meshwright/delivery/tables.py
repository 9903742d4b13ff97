"""What the agent needs to know of a configuration and the compiler knows better: rows of a bundle.

The agent reads tables with awk, and no JSON.
- `share`: a cluster's share of the proxy's traffic, summed over the routes that name it.
- `uses`: the route configurations that a listener asks for.
- `answers`: a cluster that has endpoints, so that one of them can be waited for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from meshwright.envoy.snapshot import Resource, Snapshot

SHARE = "share"
USES = "uses"
ANSWERS = "answers"
WORDS = (SHARE, USES, ANSWERS)
"""The first columns of the rows."""

Row = tuple[str, str, str]
Shares = Mapping[str, float]


class Tables:
    """Makes the rows of many proxies. What is found in virtual hosts that they share is kept."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[object, Shares]] = {}

    def rows(self, snapshot: Snapshot) -> Iterator[Row]:
        """The rows of one proxy."""
        for name, share in sorted(self._shares(snapshot).items()):
            yield SHARE, name, f"{share:.6g}"
        for name, listener in sorted(snapshot.listeners.items()):
            if routes := sorted(set(_routes(listener))):
                yield USES, name, " ".join(routes)
        for name, cluster in sorted(snapshot.clusters.items()):
            if _has_endpoints(cluster):
                yield ANSWERS, name, ""

    def _shares(self, snapshot: Snapshot) -> Shares:
        found: dict[str, float] = {}
        for listener in snapshot.listeners.values():
            _add(found, _found(listener))
        for configuration in snapshot.routes.values():
            for host in _dictionaries(configuration.get("virtual_hosts")):
                _add(found, self._of_host(host))
        return found

    def _of_host(self, host: Resource) -> Shares:
        known = self._kept.get(id(host))
        if known is None:
            known = self._kept[id(host)] = (host, _found(host))
        return known[1]


def _found(value: Any) -> Shares:
    """The shares of the clusters that a message names: in `weighted_clusters` by weight, elsewhere one each."""
    found: dict[str, float] = {}
    _walk(value, found)
    return found


def _walk(value: Any, found: dict[str, float]) -> None:
    if isinstance(value, list):
        for each in value:
            _walk(each, found)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "weighted_clusters" and isinstance(each, dict):
                _add(found, _weighted(each.get("clusters", ())))
            elif key == "cluster" and isinstance(each, str):
                found[each] = found.get(each, 0) + 1
            else:
                _walk(each, found)


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


def _routes(value: Any) -> Iterator[str]:
    """The names of the route configurations in a listener."""
    if isinstance(value, list):
        for each in value:
            yield from _routes(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "route_config_name" and isinstance(each, str):
                yield each
            else:
                yield from _routes(each)
