"""Virtual services."""

from dataclasses import dataclass

from meshwright.plan.model.route import Route
from meshwright.plan.model.types import Origin


@dataclass(frozen=True, slots=True)
class VirtualService:
    """A name that applications call. A router provides it, or a node, or nothing."""

    name: str
    domains: tuple[str, ...]
    """The host names by which it is called."""
    router: str | None
    node: str | None
    route: Route | None
    """The only route of a service that a node provides; it leads to that node. None for a service with a router."""
    origin: Origin
