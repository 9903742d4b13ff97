"""A listener of a running proxy changes: Envoy makes it anew, and what is connected to the old one is ended."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """Only where the tasks stay: new tasks have new listeners anyway. Source: Envoy, listener drain."""
    for each in diff.reach.configured:
        if each.listeners and each.proxy not in (diff.reach.replaced or ()):
            yield Verdict(
                "careful", each.proxy,
                f"the listeners {', '.join(each.listeners)} of {each.proxy} change: long-lived connections through them "
                "(websockets, streams, TCP) are ended",
            )  # fmt: skip
