"""A listener of a running proxy changes: Envoy replaces it and closes the connections of the old one."""

from collections.abc import Iterable

from meshwright import names
from meshwright.envoy.kinds import LISTENER
from meshwright.envoy.snapshot import Resource
from meshwright.traffic.diff.diff import Diff, Verdict

_CHAINS = ("filter_chains", "default_filter_chain")


def judge(diff: Diff) -> Iterable[Verdict]:
    """Only if the tasks stay: new tasks have new listeners anyway."""
    for each in diff.reach.configured:
        if each.proxy in (diff.reach.replaced or ()):
            continue
        old, new = (side.snapshots[each.proxy].listeners for side in (diff.sides.old, diff.sides.new))
        ended = [name for name in each.of(LISTENER) if name in old and _ends(old[name], new.get(name))]
        for connections in dict.fromkeys(map(_connections, ended)):
            yield Verdict("careful", each.proxy, f"{connections} are closed, because Envoy replaces their listener")


def _ends(old: Resource, new: Resource | None) -> bool:
    """Whether connections are closed. If only filter chains differ, Envoy keeps the connections of unchanged chains.

    Source: Envoy, network filter chains, "filter chain only update".
    """
    if new is None or any(old.get(key) != new.get(key) for key in old.keys() | new.keys() if key not in _CHAINS):
        return True
    kept = new.get("filter_chains", [])
    default = old.get("default_filter_chain")
    return any(chain not in kept for chain in old.get("filter_chains", [])) or default != new.get(
        "default_filter_chain"
    )


def _connections(listener: str) -> str:
    kind, _, service = listener.partition("_")
    if kind == names.OUTBOUND and service:
        return f"connections to {service}"
    return f"{'outgoing' if kind == names.OUTBOUND else 'incoming'} long-lived connections (websockets, streams, TCP)"
