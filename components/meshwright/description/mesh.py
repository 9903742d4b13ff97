"""The mesh: everything that an environment's traffic flows through."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.annotations import Plain
from meshwright.description.fields import Name
from meshwright.description.gateway import Gateway
from meshwright.description.retry import RetryOrOff
from meshwright.description.service import Service
from meshwright.description.timeout import TimeoutLike
from meshwright.description.virtual_gateway import VirtualGateway
from meshwright.description.virtual_node import VirtualNode
from meshwright.description.virtual_router import VirtualRouter
from meshwright.description.virtual_service import VirtualService
from meshwright.description.written import Written


@dataclass(frozen=True)
class Mesh(Written):
    """A mesh by its services and gateways, or by App Mesh's raw terms, or both: they share one name space.

    `services` and `gateways`, and `virtual_services`, `virtual_routers`, `virtual_nodes` and `virtual_gateways`, absent:
    none of them. `egress`: what a proxy does with destinations that are not its declared backends: "deny" (absent: this,
    App Mesh's DROP_ALL) or "allow". `retry`, `timeout` absent: App Mesh's hidden defaults (2 retries; 15 s).
    `access_log` absent: every request is logged.
    """

    name: Name
    _: KW_ONLY
    services: Sequence[Service] = ()
    gateways: Sequence[Gateway] = ()
    virtual_services: Sequence[VirtualService] = ()
    virtual_routers: Sequence[VirtualRouter] = ()
    virtual_nodes: Sequence[VirtualNode] = ()
    virtual_gateways: Sequence[VirtualGateway] = ()
    egress: Annotated[Literal["allow", "deny"], Plain(fields.choice("allow", "deny"))] = "deny"
    retry: RetryOrOff | None = None
    timeout: TimeoutLike | None = None
    access_log: AccessLogOrOff | None = None
