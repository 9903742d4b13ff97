"""Faults that are made on purpose: a filter that does nothing, and the rule in the route."""

from collections.abc import Iterable

from meshwright.envoy import match, types
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ConnectionManager, RoutePart
from meshwright.envoy.share import fraction
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Fault
from meshwright.units import seconds

FILTER = "envoy.filters.http.fault"
"""The name of the filter, by which a route's rule finds it."""


def _filters(part: ConnectionManager) -> Iterable[Resource]:
    """Wherever requests meet routes of services. Disabled, until a route has a rule for it: then no connection ends when
    the rule changes, and it costs nothing until then."""
    if part.direction != "inbound":
        yield {"name": FILTER, "disabled": True, "typed_config": {"@type": types.FAULT}}


def _route(part: RoutePart) -> Resource:
    rule = _rule(part.policy.fault) if part.policy.fault else {}
    return {"typed_per_filter_config": {FILTER: {"@type": types.FAULT} | rule}} if rule else {}


def _rule(fault: Fault) -> Resource:
    """Envoy's form of a fault. A share of 0 is none: Envoy takes an absent percentage for 0, too."""
    rule: Resource = {}
    if fault.delay and fault.delay.share:
        rule["delay"] = {"fixed_delay": seconds(fault.delay.time), "percentage": fraction(fault.delay.share)}
    if fault.abort and fault.abort.share:
        rule["abort"] = {"http_status": fault.abort.status, "percentage": fraction(fault.abort.share)}
    return rule | match.conditions(fault.when) if rule else {}


FEATURE = Feature("fault", filters=_filters, route=_route)
