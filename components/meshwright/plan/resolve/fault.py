"""Faults: what a mesh, a service or a route inherits."""

from meshwright.description.fault import Fault
from meshwright.plan import model
from meshwright.plan.resolve.context import origin
from meshwright.plan.resolve.match import planned, written
from meshwright.units import duration


def resolve(value: object, inherited: model.Fault | None, _: object) -> model.Fault | None:
    """None inherits, "off" is no fault, a Fault is taken as it is written."""
    if value is None:
        return inherited
    if not isinstance(value, Fault):
        return None
    delay, abort = value.delay, value.abort
    return model.Fault(
        model.Delay(duration(delay.time), float(delay.share)) if delay else None,
        model.Abort(abort.status, float(abort.share)) if abort else None,
        tuple(planned(each) for each in written(value.when)),
        origin(value),
    )
