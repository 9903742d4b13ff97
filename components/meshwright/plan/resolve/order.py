"""The order in which the routes of routers and gateways are tried."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from meshwright.description.gateway import GatewayRoute
from meshwright.description.route import Route
from meshwright.plan.resolve.context import Context, Path
from meshwright.plan.resolve.match import planned, written

Written = TypeVar("Written", Route, GatewayRoute)


def in_order(
    context: Context, routes: Sequence[Written], path: Path, *, longest_first: bool
) -> Iterable[tuple[Path, Written]]:
    """Routes with their paths: by priority, 0 first, then those without. Reports duplicate names (MW101).

    `longest_first`: those without a priority by the length of the path that they match, as in App Mesh; else, and where
    the length is the same, as written.
    """
    seen: set[str] = set()
    for index, route in sorted(enumerate(routes), key=lambda item: _rank(item[1], longest_first=longest_first)):
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


def _rank(route: Route | GatewayRoute, *, longest_first: bool) -> tuple[bool, int, int, bool]:
    if route.priority is not None:
        return False, route.priority, 0, False
    if not longest_first:
        return True, 0, 0, False
    paths = [each for each in map(planned, written(route.when)) if each.subject == "path"]
    longest = max((len(each.value) for each in paths), default=0)
    return True, 0, -longest, not any(each.verb == "equals" for each in paths)
