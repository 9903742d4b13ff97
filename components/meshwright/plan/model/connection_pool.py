"""Connection pools."""

from dataclasses import dataclass

from meshwright.plan.model.types import Origin


@dataclass(frozen=True, slots=True)
class ConnectionPool:
    """The limits of what one Envoy sends at the same time. None: no limit."""

    connections: int | None
    """Open connections, of HTTP and TCP."""
    pending: int | None
    """Requests that wait for a connection, of HTTP."""
    requests: int | None
    """Requests at the same time, of HTTP/2 and gRPC."""
    origin: Origin

    @property
    def limits(self) -> bool:
        """Whether there is any limit."""
        return any(limit is not None for limit in (self.connections, self.pending, self.requests))
