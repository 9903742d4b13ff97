"""Circuit breakers of a cluster."""

from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import ConnectionPool

NO_LIMIT = 2147483647
"""App Mesh's hidden default for each breaker (user guide, envoy-defaults). Envoy's own would lose requests: `max_retries`
is 3, so that retries fail just when they are needed."""


def circuit_breakers(pool: ConnectionPool) -> Resource:
    """The fields of a cluster."""
    return {
        "circuit_breakers": {
            "thresholds": [
                {
                    "max_connections": pool.connections or NO_LIMIT,
                    "max_pending_requests": pool.pending or NO_LIMIT,
                    "max_requests": pool.requests or NO_LIMIT,
                    "max_retries": NO_LIMIT,
                }
            ]
        }
    }
