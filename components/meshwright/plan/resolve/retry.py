"""Retries: what a mesh, a service or a route inherits."""

from meshwright.description.retry import Retry
from meshwright.plan.model import RetryPolicy
from meshwright.plan.resolve.context import origin
from meshwright.units import duration


def resolve(value: object, inherited: RetryPolicy | None, written: object) -> RetryPolicy | None:
    """None inherits, "off" is no retry, a Retry is taken as it is written."""
    if value is None:
        return inherited
    if not isinstance(value, Retry):
        return None
    per_try = duration(value.per_try) if value.per_try is not None else None
    return RetryPolicy(value.attempts, tuple(value.on), per_try, origin(value))
