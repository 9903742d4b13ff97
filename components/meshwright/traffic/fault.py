"""Faults that a route makes on purpose."""

from meshwright.envoy.share import percent
from meshwright.envoy.snapshot import Resource
from meshwright.traffic import fields
from meshwright.traffic.arrival import Arrival
from meshwright.traffic.explanation import Fault
from meshwright.traffic.fields import only
from meshwright.traffic.match import why_not_headers
from meshwright.traffic.policy import seconds


def fault(rule: Resource, arrival: Arrival) -> Fault:
    """What a rule says, and whether this request fulfils its conditions."""
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
