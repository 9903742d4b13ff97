"""MW211: conditions that no request meets as they are written, or that look like something else."""

from collections.abc import Iterable, Sequence

from meshwright.checks.finding import finding, written
from meshwright.checks.odd import Place, odd
from meshwright.plan import Index
from meshwright.plan.model import EcsPlatform, GatewayRoute, Match, PortMapping, Route
from meshwright.problems import Problem
from meshwright.units import Protocol


def check(index: Index) -> Iterable[Problem]:
    """The conditions of routers' routes, then those of gateways' routes."""
    for router in index.plan.virtual_routers:
        for route in router.routes:
            yield from _conditions(route, Place(route.protocol, edge=False))
    balancers = index.plan.platform.load_balancers if isinstance(index.plan.platform, EcsPlatform) else {}
    for gateway in index.plan.virtual_gateways:
        for gateway_route in gateway.routes:
            protocol = _protocol(index.listeners(gateway_route.service) if gateway_route.service else (), gateway_route)
            place = Place(protocol, edge=True, balancer=balancers.get(gateway.name, ""))
            yield from _conditions(gateway_route, place)


def _protocol(listeners: Sequence[PortMapping], route: GatewayRoute) -> Protocol:
    return next((each.protocol for each in listeners if each.port == route.port), "http")


def _conditions(route: Route | GatewayRoute, place: Place) -> Iterable[Problem]:
    for match in route.when:
        if found := odd(match, place):
            yield finding(
                "MW211",
                route.origin,
                "when",
                found=f"{written(match)}: {found.why}",
                expected=found.expected,
                fix=found.fix,
            )


def is_odd(match: Match, route: Route | GatewayRoute) -> bool:
    """Whether MW211 speaks of a condition, so that MW201 need not."""
    place = Place("http", edge=True) if isinstance(route, GatewayRoute) else Place(route.protocol, edge=False)
    return odd(match, place) is not None
