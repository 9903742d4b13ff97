"""App Mesh's virtual router, written out."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from meshwright.description.fields import Name, PortNumber, ProtocolName
from meshwright.description.route import Route
from meshwright.description.written import Written


@dataclass(frozen=True)
class RouterListener(Written):
    """A port and protocol on which a virtual router takes requests. `protocol` absent: http."""

    port: PortNumber
    protocol: ProtocolName = "http"


@dataclass(frozen=True)
class VirtualRouter(Written):
    """Routes requests for virtual services to virtual nodes. The targets of its routes are names of virtual nodes.

    `listeners`: at least one. `routes` absent: it answers every request with 404.

    Source: App Mesh API, VirtualRouterSpec.
    """

    name: Name
    _: KW_ONLY
    listeners: Sequence[RouterListener]
    routes: Sequence[Route] = ()
