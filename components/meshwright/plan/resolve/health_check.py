"""Health checks: what is left out comes from the defaults."""

from meshwright.description.health_check import HealthCheck
from meshwright.plan import defaults, model
from meshwright.plan.resolve.context import origin
from meshwright.units import Protocol, duration


def resolve(value: object, protocol: Protocol, *, outside: bool = False) -> model.HealthCheck | None:
    """None is the defaults, "off" is no health check. `outside`: hosts outside the mesh have one only if it is written."""
    if value is None and not outside:
        return defaults.HEALTH_CHECK
    if not isinstance(value, HealthCheck):
        return None
    default = defaults.HEALTH_CHECK
    return model.HealthCheck(
        path=value.path if protocol != "tcp" else None,
        interval=duration(value.interval) if value.interval is not None else default.interval,
        timeout=duration(value.timeout) if value.timeout is not None else default.timeout,
        healthy=value.healthy,
        unhealthy=value.unhealthy,
        origin=origin(value),
    )
