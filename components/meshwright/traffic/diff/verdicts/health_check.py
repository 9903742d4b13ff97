"""A health check asks for another path: running tasks may not answer it, and a task that fails its check gets no
requests."""

from collections.abc import Iterable

from meshwright.plan.model import HealthCheck
from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """The configuration doesn't say which paths an application answers. Tasks are replaced before callers get the new
    path, so new tasks must pass the old check too."""
    old, new = diff.sides.old, diff.sides.new
    for name, node in new.index.nodes.items():
        if name not in old.index.nodes or not new.weights[name]:
            continue
        before = {each.port: each.health_check for each in old.index.nodes[name].listeners}
        for listener in node.listeners:
            was, check = before.get(listener.port), listener.health_check
            if listener.port not in before or _asks(was) == _asks(check):
                continue
            if check is None:
                yield Verdict(
                    "careful", name, "no longer checked: tasks that do not answer get requests like all others"
                )
            elif check.path:
                yield _other_path(diff, name, was.path if was else None, check.path)


def _asks(check: HealthCheck | None) -> tuple[str | None] | None:
    return (check.path,) if check else None


def _other_path(diff: Diff, name: str, old: str | None, new: str) -> Verdict:
    instead = f" instead of {code(old)}" if old else ""
    replaced = name in (diff.reach.replaced or ())
    both = f"; until then its new tasks are asked for {code(old)}" if replaced and old else ""
    answers = f"{code(old)} and {code(new)}" if old else code(new)
    return Verdict(
        "careful",
        name,
        f"callers ask it for {code(new)}{instead} from now on{both}: tasks that answer with 500 or more get no requests",
        (f"deploy tasks that answer {answers}, if the running ones do not", "change the health check"),
    )
