"""A listener of a running proxy changes: Envoy closes the connections of what it replaces or removes."""

from collections.abc import Iterable, Mapping

from meshwright import names
from meshwright.envoy.kinds import LISTENER
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Listener, VirtualNode
from meshwright.traffic.diff.diff import Diff, Verdict

Clusters = Mapping[str, tuple[VirtualNode, Listener]]
"""What is behind each cluster (`Index.clusters`)."""

_CHAINS = ("filter_chains", "default_filter_chain")


def judge(diff: Diff) -> Iterable[Verdict]:
    """Only if the tasks stay: new tasks have new listeners anyway."""
    for each in diff.reach.configured:
        if each.proxy in (diff.reach.replaced or ()):
            continue
        old, new = (side.snapshots[each.proxy].listeners for side in (diff.sides.old, diff.sides.new))
        known = diff.sides.old.index.clusters
        ended = [
            what for name in each.of(LISTENER) if name in old for what in _ended(known, name, old[name], new.get(name))
        ]
        for connections in dict.fromkeys(ended):
            yield Verdict("careful", each.proxy, connections)


def _ended(known: Clusters, name: str, old: Resource, new: Resource | None) -> Iterable[str]:
    """Which connections are closed. If only filter chains differ, Envoy keeps the connections of unchanged chains.

    Source: Envoy, network filter chains, "filter chain only update".
    """
    if new is None or any(old.get(key) != new.get(key) for key in old.keys() | new.keys() if key not in _CHAINS):
        return [_replaced(name)]
    kept = new.get("filter_chains", [])
    gone = [chain for chain in old.get("filter_chains", []) if chain not in kept]
    reached = [known.get(chain["filters"][-1]["typed_config"].get("cluster")) for chain in gone]
    if old.get("default_filter_chain") != new.get("default_filter_chain") or None in reached:
        return [_replaced(name)]
    named = [_server_names(chain) for chain in kept]
    return [
        f"TLS that its application itself speaks to the host of {node.name} is no longer permitted: open connections are "
        "closed, and new ones refused"
        for chain, (node, _) in zip(gone, filter(None, reached), strict=True)
        if _server_names(chain) not in named
    ]


def _server_names(chain: Resource) -> list[str]:
    return list(chain.get("filter_chain_match", {}).get("server_names", []))


def _replaced(name: str) -> str:
    return f"{_connections(name)} are closed, because Envoy replaces their listener"


def _connections(listener: str) -> str:
    kind, _, service = listener.partition("_")
    if kind == names.OUTBOUND and service:
        return f"connections to {service}"
    return f"{'outgoing' if kind == names.OUTBOUND else 'incoming'} long-lived connections (websockets, streams, TCP)"
