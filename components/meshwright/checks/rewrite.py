"""MW111: conditions on the path, and a rewrite between them, that Envoy cannot combine in one routing step."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.envoy.path import Incombinable, combined
from meshwright.plan import Index
from meshwright.plan.model import Match, Origin, Rewrite
from meshwright.problems import Problem

_AS_IT_IS = Rewrite(None, None, host=False)


def check(index: Index) -> Iterable[Problem]:
    """Combines the conditions of each route, and of each gateway route with each route of its service."""
    broken: set[Origin] = set()
    for router in index.plan.virtual_routers:
        for route in router.routes:
            if reason := _reason((), _AS_IT_IS, route.when):
                broken.add(route.origin)
                yield _problem(route.origin, reason, "keep one regular expression, or write two routes")
    for gateway in index.plan.virtual_gateways:
        for gateway_route in gateway.routes:
            if reason := _reason(gateway_route.when, _AS_IT_IS, ()):
                yield _problem(gateway_route.origin, reason, "keep one regular expression, or write two routes")
                continue
            for route in index.behind(gateway_route):
                reason = _reason(gateway_route.when, gateway_route.rewrite, route.when)
                if reason and route.origin not in broken:
                    reason = f'{reason}, with the route "{route.name}" of {gateway_route.service}'
                    yield _problem(
                        gateway_route.origin,
                        reason,
                        'write rewrite="off", or one condition on the path that is not matches(...)',
                    )


def _reason(gateway: tuple[Match, ...], rewrite: Rewrite, route: tuple[Match, ...]) -> str | None:
    try:
        combined(gateway, rewrite, route)
    except Incombinable as reason:
        return str(reason)
    return None


def _problem(origin: Origin, found: str, fix: str) -> Problem:
    return finding(
        "MW111",
        origin,
        found=found,
        expected="at most one regular expression, and no other condition on a path that is rewritten",
        fix=fix,
    )
