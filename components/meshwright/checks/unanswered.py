"""MW208: services without routes, which answer every request with 404."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.plan import Index
from meshwright.problems import Problem


def check(index: Index) -> Iterable[Problem]:
    """Services without a provider, and services whose router has no routes."""
    for service in index.plan.virtual_services:
        if not index.routes(service.name):
            found = f'"{service.router}", a router without routes' if service.router else "no router and no node"
            yield finding(
                "MW208",
                service.origin,
                found=found,
                expected="a router with at least one route, or a node",
                fix="add a route or a node",
            )
