"""Faults that a route makes on purpose."""

from meshwright.envoy import types
from meshwright.envoy.share import percent
from meshwright.envoy.snapshot import Resource
from meshwright.traffic import fields
from meshwright.traffic.arrival import Arrival
from meshwright.traffic.explanation import Fault
from meshwright.traffic.fields import only
from meshwright.traffic.match import why_not_headers
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.policy import seconds


def fault(route: Resource, manager: Resource, arrival: Arrival) -> Fault | None:
    """The fault of a route. Envoy ignores the rule of a filter that the listener does not have.

    Raises NotExplainable for the rule of another filter.
    """
    filters = {each["name"] for each in manager.get("http_filters", [])}
    found = None
    for name, rule in (route.get("typed_per_filter_config") or {}).items():
        if rule.get("@type") != types.FAULT:
            raise NotExplainable(f"the rule of {name} in the route {route.get('name', '')}")
        found = _fault(rule, arrival) if name in filters else None
    return found


def _fault(rule: Resource, arrival: Arrival) -> Fault:
    only(rule, fields.FAULT, "a fault")
    delay, abort, headers = rule.get("delay") or {}, rule.get("abort") or {}, rule.get("headers") or []
    only(delay, fields.DELAY, "the delay of a fault")
    only(abort, fields.ABORT, "the abort of a fault")
    return Fault(
        delay=seconds(delay["fixed_delay"]) if delay else None,
        delay_share=percent(delay.get("percentage") or {}) / 100,
        abort=int(abort["http_status"]) if abort else None,
        abort_share=percent(abort.get("percentage") or {}) / 100,
        why_not=why_not_headers(headers, arrival) or "",
        headers=tuple(headers),
    )
