"""A health check asks for something else: tasks that run may not have it, and a task that fails its check gets nothing."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.words import code


def judge(diff: Diff) -> Iterable[Verdict]:
    """Where the path is another one. What a running application answers there, no configuration knows."""
    old = diff.sides.old.index.nodes
    replaced = diff.reach.replaced
    for name, node in diff.sides.new.index.nodes.items():
        if name not in old or not diff.sides.new.weights[name]:
            continue
        before = {each.port: each.health_check for each in old[name].listeners}
        for listener in node.listeners:
            was, check = before.get(listener.port), listener.health_check
            if check is None or not check.path or (was and was.path == check.path):
                continue
            tasks = replaced is not None and name in replaced and old[name].runs != node.runs
            asks = f"callers ask {name} for {code(check.path)} from now on, and tasks that fail there get no requests"
            steps = (
                f"deploy a {name} that answers {code(check.path)} with less than 500",
                "change the health check",
            )
            if tasks:
                yield Verdict(
                    "unsafe", name, f"{asks}; the tasks that run until they are replaced can't pass it", steps
                )
            else:
                yield Verdict("careful", name, f"{asks}; with none left, every request is answered 503", steps)
