"""A port or protocol changes while callers use it: running tasks know the old one only."""

from collections.abc import Iterable, Sequence

from meshwright.description import NodeListener, source
from meshwright.plan.model import VirtualNode
from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.side import Side


def judge(diff: Diff) -> Iterable[Verdict]:
    """For ports that routes send requests to.

    Source of the steps: a router's targets have its protocol (MW108), and the versions of a service listen on its
    port.
    """
    old, new = diff.sides.old, diff.sides.new
    for name, node in new.index.nodes.items():
        before = old.index.nodes.get(name)
        if before is None or not before.has_proxy or not new.weights[name]:
            continue
        was, now = ({each.port: each.protocol for each in side.listeners} for side in (before, node))
        asked = [port for port in was if port in _asked(old, name)]
        found = [
            f"speaks {now[port]} instead of {was[port]} on port {port}"
            for port in asked
            if now.get(port, was[port]) != was[port]
        ]
        gone = [port for port in asked if port not in now]
        added = [port for port in now if port not in was]
        come = ", ".join(map(str, added))
        found += [
            f"listens on port {come} instead of {port}" if come else f"no longer listens on port {port}"
            for port in gone
        ]
        if found:
            yield Verdict(
                "unsafe",
                name,
                f"{' and '.join(found)}: until all of its tasks and all of its callers have the change, requests fail",
                _both_ports(added) if gone and come and not node.version else _other_name(node),
            )


def _asked(side: Side, node: str) -> set[int]:
    routes = (route for service in side.index.services for route in side.index.routes(service))
    return {each.port for route in routes for each in route.targets if each.node == node and each.weight}


def _both_ports(ports: Sequence[int]) -> tuple[str, ...]:
    listeners = " and ".join(code(source.line(NodeListener(each))) for each in ports)
    targets = " or ".join(code(f"Target(..., port={each})") for each in ports)
    return (
        f"add {listeners} beside the old listener",
        f"send the requests to it: {targets}",
        "remove the old listener",
    )


def _other_name(node: VirtualNode) -> tuple[str, ...]:
    what = node.service or node.name
    return (
        f"describe it once more beside {what}, under another name",
        "add that name to the callers' " + code("calls") + ", and let them call it",
        f"remove {what} when its access log shows no more requests",
    )
