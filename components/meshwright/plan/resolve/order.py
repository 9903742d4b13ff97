"""The order in which the routes of routers and gateways are tried."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from meshwright.description.gateway import GatewayRoute
from meshwright.description.route import Route
from meshwright.plan.resolve.context import Context, Path

Written = TypeVar("Written", Route, GatewayRoute)


def in_order(context: Context, routes: Sequence[Written], path: Path) -> Iterable[tuple[Path, Written]]:
    """Routes with their paths: by priority, 0 first, then as written. Reports duplicate names (MW101)."""
    seen: set[str] = set()
    for index, route in sorted(enumerate(routes), key=lambda item: (item[1].priority is None, item[1].priority or 0)):
        at: Path = (*path, index)
        if route.name in seen:
            context.report(
                "MW101",
                (*at, "name"),
                route,
                found=f'a second route "{route.name}"',
                expected="one route of this name",
                fix="rename one of them",
            )
        seen.add(route.name)
        yield at, route
