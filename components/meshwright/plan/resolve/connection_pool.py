"""Connection pools: no limits unless the description has some."""

from meshwright.description.connection_pool import ConnectionPool
from meshwright.plan import defaults, model
from meshwright.plan.resolve.context import origin


def resolve(value: ConnectionPool | None) -> model.ConnectionPool:
    """None is no limits, as in App Mesh."""
    if value is None:
        return defaults.CONNECTION_POOL
    return model.ConnectionPool(value.connections, value.pending, value.requests, origin(value))
