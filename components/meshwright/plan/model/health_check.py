"""Health checks."""

from dataclasses import dataclass

from meshwright.plan.model.types import Duration, Origin


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """The active health checks that the Envoy of each caller makes."""

    path: str | None
    """The path that is requested from the application."""
    interval: Duration
    timeout: Duration
    healthy: int
    """The number of successes in a row after which a task is healthy."""
    unhealthy: int
    """The number of failures in a row after which a task is unhealthy."""
    origin: Origin
    grpc: str | None = None
    """The service that the application is asked for by gRPC's health checking protocol; "" is the whole server."""

    @property
    def of_application(self) -> bool:
        """Whether the application is asked. Else the node's Envoy answers in its place."""
        return self.path is not None or self.grpc is not None
