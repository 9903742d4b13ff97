"""Requests go to a version that has no task: every request to it fails."""

from collections.abc import Iterable

from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.side import Side
from meshwright.units import show_share


def judge(diff: Diff) -> Iterable[Verdict]:
    """Nodes of other teams are left out: a team can join the mesh only after its node is described."""
    old, new = diff.sides.old, diff.sides.new
    for name, node in new.index.nodes.items():
        if not (share := new.weights[name]) or not _is_called(new, name):
            continue
        gets = f"gets {show_share(share)} of a route's requests"
        if _empty(new, name) and not (_empty(old, name) and old.weights[name]):
            yield Verdict(
                "unsafe",
                name,
                f"{gets} and has no tasks: they are answered with 503",
                (f"give it weight 0, or {code('Scale(1)')} or more",),
            )
        elif node.runs is None and name not in old.index.nodes:
            yield Verdict(
                "unsafe",
                name,
                f"{gets} before the team that runs it can have joined: they are answered with 503",
                ("add it with weight 0", "let the other team join", "give it its weight"),
            )


def _is_called(side: Side, node: str) -> bool:
    return any(
        target.node == node and target.weight and side.index.callers[service]
        for service in side.index.services
        for route in side.index.routes(service)
        for target in route.targets
    )


def _empty(side: Side, node: str) -> bool:
    task = side.plan.platform.tasks.get(node)
    return task is not None and task.low == 0 and not task.high
