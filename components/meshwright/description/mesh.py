"""The mesh: everything that an environment's traffic flows through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.annotations import Plain
from meshwright.description.fault import FaultOrOff
from meshwright.description.fields import Name
from meshwright.description.gateway import Gateway
from meshwright.description.header_changes import HeaderChangesOrOff
from meshwright.description.rate_limit import RateLimitOrOff
from meshwright.description.retry import RetryOrOff
from meshwright.description.service import Service
from meshwright.description.timeout import TimeoutLike
from meshwright.description.virtual_gateway import VirtualGateway
from meshwright.description.virtual_node import VirtualNode
from meshwright.description.virtual_router import VirtualRouter
from meshwright.description.virtual_service import VirtualService
from meshwright.description.written import Written
from meshwright.field_docs import documented

Egress = Annotated[Literal["allow", "deny"], Plain(fields.choice("allow", "deny"))]


@documented
@dataclass(frozen=True)
class Mesh(Written):
    """A mesh: services and gateways, or App Mesh's raw terms, or both. All of them share one name space.

    For example::

        Mesh("shop", services=[web, checkout], gateways=[public], retry=Retry(2, on=["gateway-error"]))
    """

    name: Name
    """The name of the mesh: `a-z`, `0-9` and `-`, a letter first, at most 63 characters. It is part of the names of AWS
    resources, and of the host names that applications call on AWS (`http://<service>.<mesh>.mesh/`)."""

    _: KW_ONLY
    services: Sequence[Service] = ()
    """The services: each is a virtual service with a virtual router and virtual nodes. Default: none."""

    gateways: Sequence[Gateway] = ()
    """The gateways, each with one listener. Default: none."""

    virtual_services: Sequence[VirtualService] = ()
    """App Mesh's virtual services, in addition to those of `services`. Default: none."""

    virtual_routers: Sequence[VirtualRouter] = ()
    """App Mesh's virtual routers, in addition to those of `services`. Default: none."""

    virtual_nodes: Sequence[VirtualNode] = ()
    """App Mesh's virtual nodes, in addition to those of `services`. Default: none."""

    virtual_gateways: Sequence[VirtualGateway] = ()
    """App Mesh's virtual gateways, in addition to `gateways`. Default: none."""

    egress: Egress = "deny"
    """What an Envoy does with requests to hosts that the caller does not declare in its `calls`: `deny` or `allow`.

    Default: `deny`, App Mesh's DROP_ALL.
    """

    retry: RetryOrOff | None = None
    """The retries of services and routes that do not set their own; `"off"` for none.

    Default: 2 retries, App Mesh's hidden default (see `Retry.on`).
    """

    timeout: TimeoutLike | None = None
    """The timeouts of services and routes that do not set their own. Default: 15 s for each request, as in App Mesh."""

    fault: FaultOrOff | None = None
    """The faults of services and routes that do not set their own: `Fault(...)`. Default: none."""

    rate_limit: RateLimitOrOff | None = None
    """The rate limit of services and routes that do not set their own, each route counted by itself. Default: none."""

    access_log: AccessLogOrOff | None = None
    """Which requests the Envoys log: `AccessLog(...)` or `"off"`. Default: every request."""

    request_headers: HeaderChangesOrOff | None = None
    """What services and routes that do not set their own change in the headers of requests. Default: nothing."""

    response_headers: HeaderChangesOrOff | None = None
    """What services and routes that do not set their own change in the headers of responses. Default: nothing."""
