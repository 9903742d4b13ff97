"""HTTP filters, in the one order in which they stand in every connection manager."""

from collections.abc import Callable
from dataclasses import dataclass

from meshwright.envoy import egress, health_check, types
from meshwright.envoy.access_log import Direction
from meshwright.envoy.site import Balancer
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Listener


@dataclass(frozen=True, slots=True)
class Place:
    """Which connection manager the filters are for. `listener` and `service` (the virtual service's name, for the log)
    are those of an inbound one, `balancer` is what stands before a gateway's."""

    direction: Direction
    egress: str
    listener: Listener | None = None
    service: str = ""
    balancer: Balancer | None = None


def _health_check(place: Place) -> list[Resource]:
    if place.listener:
        return health_check.filters(place.listener)
    return health_check.gateway_filters() if place.balancer else []


def _egress(place: Place) -> list[Resource]:
    return egress.filters() if place.direction == "outbound" and place.egress == "allow" else []


def _router(place: Place) -> list[Resource]:
    config = {"@type": types.ROUTER}
    return [{"name": "envoy.filters.http.router", "typed_config": config}]


ORDER: tuple[Callable[[Place], list[Resource]], ...] = (_health_check, _egress, _router)
"""A new filter takes its place in this tuple and nowhere else. The router is last: it sends the request."""


def http_filters(place: Place) -> list[Resource]:
    """The filters of one connection manager."""
    return [found for make in ORDER for found in make(place)]
