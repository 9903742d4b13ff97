"""Timeouts: what a mesh, a service, a route or a listener inherits."""

from collections.abc import Iterable
from datetime import timedelta

from meshwright.description.timeout import Timeout
from meshwright.plan.model import Timeouts
from meshwright.plan.resolve.context import origin
from meshwright.units import duration


def resolve(value: object, inherited: Timeouts, written: object) -> Timeouts:
    """None inherits, "off" is no timeout, a duration is the timeout of the whole request. `written`: has the value."""
    if value is None:
        return inherited
    if isinstance(value, Timeout):
        return Timeouts(_one(value.per_request, inherited.per_request), _one(value.idle, inherited.idle), origin(value))
    return Timeouts(_one(value, inherited.per_request), inherited.idle, origin(written))


def longest(timeouts: Iterable[Timeouts], otherwise: Timeouts) -> Timeouts:
    """The timeout of a node that ends no request before its routes do. In App Mesh, users raise both by hand."""
    found = list(timeouts)
    if not found:
        return otherwise
    first = max(found, key=lambda timeout: _length(timeout.per_request))
    idle = max((timeout.idle for timeout in found), key=_length)
    return Timeouts(first.per_request, idle, first.origin)


def _length(value: timedelta | None) -> timedelta:
    return timedelta.max if value is None else value


def _one(value: object, inherited: timedelta | None) -> timedelta | None:
    if value is None:
        return inherited
    return None if value == "off" else duration(value)  # type: ignore[arg-type]
