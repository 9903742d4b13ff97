"""Health checks: what is left out comes from the defaults."""

from meshwright.description.health_check import HealthCheck
from meshwright.plan import defaults, model
from meshwright.plan.resolve.context import Context, Path, origin
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
        grpc=value.grpc,
    )


def check(context: Context, value: object, protocol: Protocol, path: Path) -> None:
    """Reports a health check that applications of this protocol cannot answer."""
    if not isinstance(value, HealthCheck):
        return
    if value.grpc is not None and value.path is not None:
        found, expected, fix = "a path and a gRPC service", "one of the two", "leave one of them out"
    elif value.path is not None and protocol == "grpc":
        found, expected = f'path="{value.path}" for grpc', "gRPC's own health checks: a gRPC server has no paths"
        fix = 'write HealthCheck(grpc="") for the whole server, or name a service of it'
    elif value.grpc is not None and protocol not in ("grpc", "http2"):
        found, expected = f'grpc="{value.grpc}" for {protocol}', "the protocol grpc or http2, or another health check"
        fix = "write a path, or leave grpc out: then the node's Envoy answers"
    else:
        return
    context.report("MW113", (*path, "health_check"), value, found=found, expected=expected, fix=fix)
