"""A health check asks for something else: running tasks may not answer it, and a task that fails its check gets no
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
            elif check.of_application:
                yield _other_question(diff, name, _asked(was), _asked(check) or "", grpc=check.grpc is not None)


def _asks(check: HealthCheck | None) -> tuple[str | None, str | None] | None:
    return (check.path, check.grpc) if check else None


def _asked(check: HealthCheck | None) -> str | None:
    """What the application is asked for; None: nothing."""
    if check is None or not check.of_application:
        return None
    return code(check.path) if check.path else f"gRPC health{f' of {code(check.grpc)}' if check.grpc else ''}"


def _other_question(diff: Diff, name: str, old: str | None, new: str, *, grpc: bool) -> Verdict:
    instead = f" instead of {old}" if old else ""
    replaced = name in (diff.reach.replaced or ())
    both = f"; until then its new tasks are asked for {old}" if replaced and old else ""
    answers = f"{old} and {new}" if old else new
    unhealthy = "are not SERVING" if grpc else "answer with 500 or more"
    return Verdict(
        "careful",
        name,
        f"callers ask it for {new}{instead} from now on{both}: tasks that {unhealthy} get no requests",
        (f"deploy tasks that answer {answers}, if the running ones do not", "change the health check"),
    )
