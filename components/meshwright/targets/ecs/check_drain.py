"""MW319 and MW320: how long a task that leaves serves its requests in flight."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.plan import Index, defaults
from meshwright.plan.model import Route
from meshwright.problems import Problem
from meshwright.targets.ecs import application, drain
from meshwright.targets.ecs.platform import launch_type, platform
from meshwright.targets.sidecars.drain import longest_drain
from meshwright.units import show_duration


def check(index: Index) -> Iterable[Problem]:
    """Drains that the launch type does not allow; timeouts of requests that are longer than the drain of their tasks."""
    kind = launch_type(index.plan)
    limit = kind.stop_limit
    for name, task in platform(index.plan).tasks.items():
        if limit is not None and drain.seconds(task) > longest_drain(limit):
            yield finding(
                "MW319",
                platform(index.plan).origin,
                "tasks",
                found=f"a drain of {drain.seconds(task)} s ({name})",
                expected=f"at most {longest_drain(limit)} s: {kind.written} kills a container {limit} s after it told it "
                "to stop, and the task first waits until its callers have left",
                fix=f'write drain="{longest_drain(limit)}s", or run the tasks on Ec2, which has no limit',
            )
    for route in index.every_route():
        yield from _route(index, route, None if limit is None else longest_drain(limit))


def _route(index: Index, route: Route, longest: int | None) -> Iterable[Problem]:
    """A route without its own timeout, or with "off", is left out: no drain is long enough for a request without an end."""
    timeout = route.policy.timeout
    if timeout.origin == defaults.TIMEOUT.origin or timeout.per_request is None:
        return
    tasks = platform(index.plan).tasks
    for target in route.targets:
        node = index.nodes[target.node]
        if not node.has_proxy:
            continue
        ends = node.listener(target.port).timeout.per_request
        wanted = timeout.per_request if ends is None else min(timeout.per_request, ends)
        given = drain.seconds(tasks.get(node.name))
        if wanted.total_seconds() <= given + application.STOP_TIMEOUT:
            continue
        within = longest is None or wanted.total_seconds() <= longest
        yield finding(
            "MW320",
            route.origin,
            found=f"{show_duration(wanted)}; a task of {node.name} that is replaced ends after {given} s of "
            f"drain and {application.STOP_TIMEOUT} s for the application itself",
            expected="a drain as long as the longest request",
            fix=f'write Task(drain="{show_duration(wanted)}") for it'
            if within
            else f"let callers repeat the request, or run {node.name} on Ec2 with a longer drain",
        )
