"""Virtual routers."""

from dataclasses import dataclass

from meshwright.plan.model.route import Route
from meshwright.plan.model.types import Origin
from meshwright.units import Protocol


@dataclass(frozen=True, slots=True)
class PortMapping:
    """A port and its protocol."""

    port: int
    protocol: Protocol


@dataclass(frozen=True, slots=True)
class VirtualRouter:
    """Distributes the requests of a virtual service."""

    name: str
    listeners: tuple[PortMapping, ...]
    routes: tuple[Route, ...]
    """In the order in which they are tried."""
    origin: Origin
