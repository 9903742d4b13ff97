"""What stands before a gateway."""

from datetime import timedelta

from meshwright.envoy.health_check import OWN_PATH
from meshwright.plan.index import Index
from meshwright.plan.model import VirtualGateway
from meshwright.targets.ecs.model import LoadBalancer
from meshwright.targets.ecs.platform import platform

_MARGIN = timedelta(seconds=5)
_LEAST = timedelta(seconds=60)
"""The balancer's own default."""

_MOST = timedelta(seconds=3540)
"""Envoy closes a connection that is idle for an hour. The balancer must be the first, or it sends a request into one
that is being closed, and answers it with 502. Source: ELB user guide, "HTTP 502: Bad gateway"."""


def load_balancer(index: Index, gateway: VirtualGateway) -> LoadBalancer:
    """The load balancer of a gateway. It asks each Envoy, and not what is behind it: one service that is down must not
    take every gateway out; and an Envoy that drains says 503."""
    return LoadBalancer(
        kind=platform(index.plan).load_balancers[gateway.name],
        health_path=OWN_PATH,
        idle_timeout=round(_idle(index, gateway).total_seconds()),
        versions={each.port: "HTTP1" if each.protocol == "http" else "HTTP2" for each in gateway.listeners},
    )


def _idle(index: Index, gateway: VirtualGateway) -> timedelta:
    """How long a connection may be silent: longer than Envoy itself waits, so that Envoy answers, and says why."""
    routes = [each for route in gateway.routes for each in index.routes(route.service)]
    longest = max((each.policy.timeout.idle or _MOST for each in routes), default=_LEAST)
    return min(max(longest + _MARGIN, _LEAST), _MOST)
