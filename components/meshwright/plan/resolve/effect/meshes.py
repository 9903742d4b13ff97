"""Options that a whole mesh inherits."""

from collections.abc import Iterator

from meshwright.description.environment import Environment
from meshwright.plan.resolve.effect.unused import Unused, fault, header_changes, rate_limit, retry, timeout
from meshwright.units import Protocol


def mesh(environment: Environment) -> Iterator[Unused]:
    """Retries and timeouts of a mesh that has nothing to take them."""
    written = environment.mesh
    protocols: set[Protocol] = {each.protocol for each in written.services}
    protocols |= {listener.protocol for each in written.virtual_routers for listener in each.listeners}
    protocols |= {listener.protocol for each in written.virtual_nodes for listener in each.listeners}
    yield from retry(written.retry, ("mesh", "retry"), written, protocols)
    yield from timeout(written.timeout, ("mesh", "timeout"), written, protocols)
    yield from fault(written.fault, ("mesh", "fault"), written, protocols)
    yield from rate_limit(written.rate_limit, ("mesh", "rate_limit"), written, protocols)
    yield from header_changes(written, ("mesh",), protocols)
