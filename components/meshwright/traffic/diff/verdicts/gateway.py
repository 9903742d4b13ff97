"""A gateway or one of its ports is removed. Its clients are outside the mesh and are not told."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """Added ports need no verdict."""
    new = diff.sides.new.index.gateways
    for name, gateway in diff.sides.old.index.gateways.items():
        ports = {each.port for each in new[name].listeners} if name in new else set()
        gone = [str(each.port) for each in gateway.listeners if each.port not in ports]
        if gone:
            what = f"port {' and '.join(gone)}" if name in new else "the gateway"
            yield Verdict(
                "unsafe",
                name,
                f"{what} is removed: clients that still call it get no answer",
                (
                    "move clients elsewhere (DNS, load balancer, links), and wait until the access log shows no more "
                    "requests",
                    f"remove {what}",
                ),
            )
