"""Circuit breakers of a cluster."""

from functools import cache

from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ApplicationCluster, ClusterPart
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import ConnectionPool

NO_LIMIT = 2147483647
"""App Mesh's hidden default for each breaker (user guide, envoy-defaults). Envoy's own would lose requests: `max_retries`
is 3, so that retries fail just when they are needed."""


def circuit_breakers(pool: ConnectionPool) -> Resource:
    """The fields of a cluster."""
    return _thresholds(pool.connections, pool.pending, pool.requests)


def tightest(one: ConnectionPool, other: ConnectionPool) -> ConnectionPool:
    """The lesser of each limit."""
    return ConnectionPool(
        _least(one.connections, other.connections),
        _least(one.pending, other.pending),
        _least(one.requests, other.requests),
        one.origin,
    )


def _least(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


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


def _cluster(part: ClusterPart) -> Resource:
    """An application is protected by its node's pool (App Mesh user guide, virtual nodes)."""
    return circuit_breakers(part.listener.connection_pool if isinstance(part, ApplicationCluster) else part.pool)


FEATURE = Feature("connection_pool", cluster=_cluster)
