"""Health checks."""

from dataclasses import dataclass

from meshwright.plan.model.types import Duration, Origin


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """The active health checks that the Envoy of each caller makes."""

    path: str | None
    """The path that is requested from the application. None: the node's Envoy answers in its place."""
    interval: Duration
    timeout: Duration
    healthy: int
    """The number of successes in a row after which a task is healthy."""
    unhealthy: int
    """The number of failures in a row after which a task is unhealthy."""
    origin: Origin
