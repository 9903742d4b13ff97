"""A port or protocol changes under callers: the tasks that run know the old one only."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """For virtual nodes that get requests before and after."""
    old, new = diff.sides.old, diff.sides.new
    for name, node in new.index.nodes.items():
        before = old.index.nodes.get(name)
        if before is None or not before.has_proxy or not (old.weights[name] and new.weights[name]):
            continue
        was, now = ({each.port: each.protocol for each in side.listeners} for side in (before, node))
        found = [f"port {port} ({protocol}) goes" for port, protocol in was.items() if port not in now]
        found += [f"port {port}: {was[port]} → {now[port]}" for port in now if port in was and was[port] != now[port]]
        if found:
            beside = f"add a version of {node.service} beside it" if node.service else "add a virtual node beside it"
            yield Verdict(
                "unsafe", name,
                f"{', '.join(found)} under its callers: until each task and each caller has the change, requests fail",
                (
                    f"{beside} that listens as wanted, with weight 0",
                    "shift the weight to the new one",
                    f"remove {name}",
                ),
            )  # fmt: skip
