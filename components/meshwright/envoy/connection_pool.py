"""Circuit breakers of a cluster."""

from collections.abc import Sequence
from functools import cache

from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import ConnectionPool

NO_LIMIT = 2147483647
"""App Mesh's hidden default for each breaker (user guide, envoy-defaults). Envoy's own would lose requests: `max_retries`
is 3, so that retries fail just when they are needed."""


def circuit_breakers(pool: ConnectionPool) -> Resource:
    """The fields of a cluster."""
    return _thresholds(pool.connections, pool.pending, pool.requests)


def limits(pools: Sequence[ConnectionPool]) -> Resource:
    """What the listeners of a gateway change in its clusters, which they share: the tightest of each limit, if any."""
    tightest = [
        min((limit for limit in found if limit is not None), default=None)
        for found in zip(*((pool.connections, pool.pending, pool.requests) for pool in pools), strict=True)
    ]
    return _thresholds(*tightest) if any(tightest) else {}


@cache
def _thresholds(connections: int | None, pending: int | None, requests: int | None) -> Resource:
    return {
        "circuit_breakers": {
            "thresholds": [
                {
                    "max_connections": connections or NO_LIMIT,
                    "max_pending_requests": pending or NO_LIMIT,
                    "max_requests": requests or NO_LIMIT,
                    "max_retries": NO_LIMIT,
                }
            ]
        }
    }
