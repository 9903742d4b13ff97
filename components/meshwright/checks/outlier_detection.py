"""MW205: outlier detection that can never eject a task."""

from collections.abc import Iterable, Sequence

from meshwright.checks.finding import finding
from meshwright.plan import Index
from meshwright.plan.model import Listener, Origin, VirtualNode
from meshwright.problems import Problem


def check(index: Index) -> Iterable[Problem]:
    """The versions of a service share what is written once for it: reported only where it works for none of them."""
    written: dict[tuple[Origin, int], list[tuple[VirtualNode, Listener]]] = {}
    for node in index.plan.virtual_nodes:
        for listener in node.listeners:
            if listener.outlier_detection:
                written.setdefault((listener.origin, listener.port), []).append((node, listener))
    for (origin, _), found in written.items():
        detection = found[0][1].outlier_detection
        assert detection
        if reason := _reason(index, [node for node, _ in found], detection.max_ejected):
            what, expected, fix = reason
            yield finding("MW205", origin, "outlier_detection", found=what, expected=expected, fix=fix)


def _reason(index: Index, nodes: Sequence[VirtualNode], max_ejected: int) -> tuple[str, str, str] | None:
    if max_ejected == 0:
        return (
            "max_ejected=0",
            "a share above 0",
            "leave max_ejected out, which means 50, or leave outlier_detection out",
        )
    inside = [node for node in nodes if node.has_proxy]
    if not inside:
        return (
            f"{nodes[0].name} is outside the mesh: Envoy knows one host name, and no tasks to eject",
            "outlier detection on nodes of the mesh only",
            "leave it out; retries and timeouts work for hosts outside the mesh as well",
        )
    most = max(_tasks(index, node) for node in inside)
    # Envoy ejects a task only if the ejected share then is not above the limit (tried: 1 of 2 at 50, not 1 of 1).
    if most * max_ejected < 100:
        return (
            f"at most {most:g} task{'s' * (most != 1)}, of which {max_ejected}% is less than one",
            "a share that is at least one task",
            f"write max_ejected={-(-100 // int(most)) if most else 100}, or let more tasks run",
        )
    return None


def _tasks(index: Index, node: VirtualNode) -> float:
    """The most tasks that a node can have. Infinite where the platform does not limit them, or is one machine."""
    task = index.plan.platform.tasks.get(node.name)
    return float("inf") if task is None or task.high is None else task.high
