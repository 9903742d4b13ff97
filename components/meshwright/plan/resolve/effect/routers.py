"""Options of the routes of virtual routers."""

from collections.abc import Iterator

from meshwright.description.environment import Environment
from meshwright.description.virtual_router import VirtualRouter
from meshwright.plan.resolve.answer import answers
from meshwright.plan.resolve.context import Path
from meshwright.plan.resolve.effect.answers import answer
from meshwright.plan.resolve.effect.unused import Unused, fault, header_changes, mirror, rate_limit, retry, timeout


def routers(environment: Environment) -> Iterator[Unused]:
    """The options of each route. A route has the protocols of its router's listeners."""
    for index, each in enumerate(environment.mesh.virtual_routers):
        protocols = {listener.protocol for listener in each.listeners}
        for at, route in enumerate(each.routes):
            path = ("mesh", "virtual_routers", index, "routes", at)
            if answers(route):
                yield from answer(route, path)
                continue
            yield from retry(route.retry, (*path, "retry"), route, protocols)
            yield from timeout(route.timeout, (*path, "timeout"), route, protocols)
            yield from fault(route.fault, (*path, "fault"), route, protocols)
            yield from rate_limit(route.rate_limit, (*path, "rate_limit"), route, protocols)
            yield from mirror(route.mirror, (*path, "mirror"), route, protocols)
            yield from header_changes(route, path, protocols)
        if protocols == {"tcp"} and len(each.listeners) > 1:
            yield from _further(each, ("mesh", "virtual_routers", index))


def _further(router: VirtualRouter, path: Path) -> Iterator[Unused]:
    """TCP has no requests to choose by, and callers reach one port: the first route takes every connection."""
    ordered = sorted(enumerate(router.routes), key=lambda each: (each[1].priority is None, each[1].priority or 0))
    for at, route in ordered[1:]:
        yield Unused(
            (*path, "routes", at),
            route,
            f'"{route.name}", a second route of a TCP router',
            "one route: it takes every connection to the virtual service",
            "write a virtual router and a virtual service for each port",
        )
