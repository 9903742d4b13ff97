"""MW111: a gateway's rewriting that Envoy's one step of routing cannot carry out."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.envoy.path import Incombinable, combined
from meshwright.plan import Index
from meshwright.problems import Problem


def check(index: Index) -> Iterable[Problem]:
    """Tries each gateway route with each route behind it, as the compiler will."""
    for gateway in index.plan.virtual_gateways:
        for gateway_route in gateway.routes:
            for route in index.routes(gateway_route.service):
                try:
                    combined(gateway_route.when, gateway_route.rewrite, route.when)
                except Incombinable as reason:
                    yield finding(
                        "MW111", gateway_route.origin,
                        found=f'{reason}, together with the route "{route.name}" of {gateway_route.service}',
                        expected="conditions on the path that one step can ask: at most one regular expression, and no "
                        "rewriting before it",
                        fix='write rewrite="off" on the gateway\'s route, or conditions without regular expressions',
                        error=True,
                    )  # fmt: skip
