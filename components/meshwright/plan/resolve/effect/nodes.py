"""Options of virtual nodes and their listeners."""

from collections.abc import Iterator

from meshwright.description.environment import Environment
from meshwright.plan.resolve.context import Path
from meshwright.plan.resolve.effect.services import of_an_envoy
from meshwright.plan.resolve.effect.unused import OUTSIDE, Unused, connection_pool, health_check, timeout


def nodes(environment: Environment) -> Iterator[Unused]:
    """The options of each virtual node."""
    for index, each in enumerate(environment.mesh.virtual_nodes):
        path: Path = ("mesh", "virtual_nodes", index)
        outside = isinstance(each.runs, OUTSIDE)
        if outside:
            yield from of_an_envoy(each, path, access_log=each.access_log, backends=each.backends)
        for at, listener in enumerate(each.listeners):
            of = (*path, "listeners", at)
            if outside:
                yield from of_an_envoy(listener, of, timeout=listener.timeout)
            else:
                yield from timeout(listener.timeout, (*of, "timeout"), listener, [listener.protocol])
            yield from health_check(listener.health_check, (*of, "health_check"), listener.protocol)
            yield from connection_pool(listener.connection_pool, (*of, "connection_pool"), listener.protocol)
