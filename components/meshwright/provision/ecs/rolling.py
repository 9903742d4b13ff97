"""Whether deployments have room for a new task beside the old ones."""

from collections.abc import Iterator

from meshwright.problems import Problem
from meshwright.targets.ecs.model import EcsEnvironment


def problems(layout: EcsEnvironment, maximum_percent: int) -> Iterator[Problem]:
    """The services whose deployments could not start (MW402): ECS rounds their part of `maximum_percent` down, and no old
    task may stop before a new one is healthy."""
    services = {name: proxy.service.low for name, proxy in layout.proxies.items()}
    stuck = {name: low for name, low in services.items() if low and low * maximum_percent // 100 <= low}
    if stuck:
        name, low = next(iter(stuck.items()))
        yield Problem(
            "MW402",
            ("maximum_percent",),
            f"{maximum_percent}, which leaves no room for a new task beside those of {', '.join(stuck)}: "
            f"{maximum_percent} % of {low} is {low * maximum_percent // 100}",
            "room for one task more than a service has at least",
            f"give {name} more tasks, as in Task(scale=Scale({-(-100 // (maximum_percent - 100))})), or raise it",
        )
