"""Timeouts of a route."""

from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Timeouts
from meshwright.units import seconds


def timeouts(timeout: Timeouts) -> Resource:
    """The fields of a RouteAction. 0 is Envoy's word for without end."""
    return {
        "timeout": "0s" if timeout.per_request is None else seconds(timeout.per_request),
        "idle_timeout": "0s" if timeout.idle is None else seconds(timeout.idle),
    }
