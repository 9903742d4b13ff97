"""Connection pools: without limits unless they are written."""

from meshwright.description.connection_pool import ConnectionPool
from meshwright.plan import defaults, model
from meshwright.plan.resolve.context import origin


def resolve(value: ConnectionPool | None) -> model.ConnectionPool:
    """Absent has no limits, as in App Mesh."""
    if value is None:
        return defaults.CONNECTION_POOL
    return model.ConnectionPool(value.connections, value.pending, value.requests, origin(value))
