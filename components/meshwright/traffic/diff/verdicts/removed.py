"""A version is removed: unsafe while routes still give it requests, safe after that."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.fate import show_share


def judge(diff: Diff) -> Iterable[Verdict]:
    """Callers learn of it one after the other; until the last one has, it is asked."""
    old, new = diff.sides.old, diff.sides.new
    for name, node in old.index.nodes.items():
        if name in new.index.nodes:
            continue
        share = old.weights[name]
        callers = [each for service in _services(diff, name) for each in old.callers[service] if _stays(diff, each)]
        if share and callers:
            what = (
                f"version {node.version} of {node.service}" if node.version and node.service else f"virtual node {name}"
            )
            who = ", ".join(dict.fromkeys(callers))
            yield Verdict(
                "unsafe", name,
                f"{what} is removed while it still gets up to {show_share(share)} of the requests of a route; "
                f"{who} may ask it until they have the new configuration",
                (
                    f"give {name} weight 0 in every route, apply that, and wait until every caller has it",
                    f"remove {name}",
                ),
            )  # fmt: skip
        elif node.has_proxy:
            yield Verdict("safe", name, f"{name} is removed, and no request went to it")


def _services(diff: Diff, node: str) -> list[str]:
    """The virtual services of which a route gives the node weight."""
    old = diff.sides.old
    return [
        service
        for service in old.index.services
        if any(target.node == node and target.weight for route in old.index.routes(service) for target in route.targets)
    ]


def _stays(diff: Diff, caller: str) -> bool:
    return caller in diff.sides.new.index.nodes or caller in diff.sides.new.index.gateways
