"""A listener of a running proxy changes: Envoy makes it anew, and what is connected to the old one is ended."""

from collections.abc import Iterable

from meshwright import names
from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """Only where the tasks stay: new tasks have new listeners anyway. Source: Envoy, listener drain."""
    for each in diff.reach.configured:
        there = diff.sides.old.snapshots[each.proxy].listeners
        if each.proxy in (diff.reach.replaced or ()):
            continue
        for connections in dict.fromkeys(_connections(name) for name in each.listeners if name in there):
            yield Verdict("careful", each.proxy, f"{connections} are ended, for their listener is made anew")


def _connections(listener: str) -> str:
    kind, _, service = listener.partition("_")
    if kind == names.OUTBOUND and service:
        return f"connections to {service}"
    return f"{'outgoing' if kind == names.OUTBOUND else 'incoming'} long-lived connections (websockets, streams, TCP)"
