"""MW323: limits for each address of a client, where a gateway sees the addresses of its load balancer."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.plan import Index
from meshwright.problems import Problem
from meshwright.targets.ecs.platform import platform


def check(index: Index) -> Iterable[Problem]:
    """Each gateway route behind a network load balancer, which opens connections of its own to targets by address. Source:
    ELB user guide for network load balancers, "Client IP preservation"."""
    for gateway in index.plan.virtual_gateways:
        if platform(index.plan).load_balancers[gateway.name] != "network":
            continue
        for route in gateway.routes:
            if route.rate_limit and route.rate_limit.client == "address":
                yield finding(
                    "MW323",
                    route.origin,
                    "rate_limit",
                    found=f'client="address" behind the network load balancer of {gateway.name}',
                    expected="the addresses of clients: this load balancer shows its own, so that all share one limit",
                    fix=f'write load_balancers={{"{gateway.name}": "application"}}, or tell clients apart by a header',
                )
