"""App Mesh's virtual router, written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from meshwright.description.fields import Name, PortNumber, ProtocolName
from meshwright.description.route import Route
from meshwright.description.written import Written
from meshwright.field_docs import documented


@documented
@dataclass(frozen=True)
class RouterListener(Written):
    """A port and protocol on which a virtual router accepts requests."""

    port: PortNumber
    """The port that callers call."""

    protocol: ProtocolName = "http"
    """What callers speak: `http`, `http2`, `grpc` or `tcp`. Default: `http`."""


@documented
@dataclass(frozen=True)
class VirtualRouter(Written):
    """App Mesh's virtual router: routes the requests for virtual services to virtual nodes.

    Source: App Mesh API, VirtualRouterSpec.
    """

    name: Name
    """The name of the router: `a-z`, `0-9` and `-`, a letter first, at most 63 characters."""

    _: KW_ONLY
    listeners: Sequence[RouterListener]
    """The ports and protocols: at least one."""

    routes: Sequence[Route] = ()
    """Which requests go to which virtual nodes: in a router, targets are names of virtual nodes.

    Default: every request is answered with 404.
    """
