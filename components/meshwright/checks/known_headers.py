"""MW114: a condition on a header whose values are not known after a gateway's route has changed it."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.envoy.known_headers import behind
from meshwright.envoy.path import Incombinable
from meshwright.plan import Index
from meshwright.problems import Problem


def check(index: Index) -> Iterable[Problem]:
    """Each gateway route with each route of its service."""
    for gateway in index.plan.virtual_gateways:
        for gateway_route in gateway.routes:
            for route in index.behind(gateway_route):
                try:
                    behind(gateway_route.request_headers, route)
                except Incombinable as reason:
                    yield finding(
                        "MW114",
                        gateway_route.origin,
                        "request_headers",
                        found=f'{reason}, with the route "{route.name}" of {gateway_route.service}',
                        expected="a header that is set or removed, so that it is known what the service's routes see",
                        fix="write set or remove instead of add, or change another header; cookies stand in one header",
                    )
