"""Timeouts of a route."""

from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import RoutePart
from meshwright.envoy.snapshot import Resource
from meshwright.units import seconds


def _route(part: RoutePart) -> Resource:
    """Envoy writes 0 for no timeout."""
    timeout = part.policy.timeout
    return {
        "route": {
            "timeout": "0s" if timeout.per_request is None else seconds(timeout.per_request),
            "idle_timeout": "0s" if timeout.idle is None else seconds(timeout.idle),
        }
    }


FEATURE = Feature("timeout", route=_route)
