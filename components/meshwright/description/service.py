"""A service: the common case in one object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.annotations import ListOf
from meshwright.description.connection_pool import ConnectionPool
from meshwright.description.fault import FaultOrOff
from meshwright.description.fields import Name, PortNumber, ProtocolName, ServiceName
from meshwright.description.header_changes import HeaderChangesOrOff
from meshwright.description.health_check import HealthCheckOrOff
from meshwright.description.outlier_detection import OutlierDetection
from meshwright.description.rate_limit import RateLimitOrOff
from meshwright.description.retry import RetryOrOff
from meshwright.description.route import Route
from meshwright.description.timeout import TimeoutLike
from meshwright.description.workload import Workload
from meshwright.description.written import Written
from meshwright.field_docs import documented


@documented
@dataclass(frozen=True)
class Version(Written):
    """One version of a service, as in `Version("v2", Container("shop/checkout:1.5"))`."""

    name: Name
    """The name of the version, unique in its service: `a-z`, `0-9` and `-`, a letter first, at most 63 characters."""

    runs: Workload | None = None
    """What it runs: a `Container`, `Process`, `Host` or `LambdaFunction`.

    Default: another team runs it, and joins the mesh under this name.
    """


@documented
@dataclass(frozen=True)
class Service(Written):
    """A virtual service, its virtual router with its routes, and a virtual node for each version (`checkout-v1`).

    For example::

        Service("web", Container("shop/web"), port=8080, calls=[checkout])

    `Service(name, X)` has one version, `v1`, that runs X.
    """

    name: ServiceName
    """The name that applications call: `a-z`, `0-9` and `-`, a letter first, at most 63 characters; or a host name."""

    runs: Workload | None = None
    """What the only version runs: a `Container`, `Process`, `Host` or `LambdaFunction`.

    Default: what `versions` say. Without those, too, another team runs `v1`, and joins the mesh under this name.
    """

    _: KW_ONLY
    port: PortNumber | None = None
    """The port on which the versions listen, and which callers call. Required: without it, MW105 says so."""

    protocol: ProtocolName = "http"
    """What the versions speak: `http`, `http2`, `grpc` or `tcp`. Default: `http`."""

    versions: Sequence[Version] = ()
    """The versions, instead of `runs`. Default: one version, `v1`, that runs what `runs` says."""

    routes: Sequence[Route] = ()
    """Which requests go to which versions. Default: all requests go to the only version; several versions
    need a route (MW107)."""

    retry: RetryOrOff | None = None
    """The retries of routes that do not set their own; `"off"` for none. Default: those of the mesh."""

    timeout: TimeoutLike | None = None
    """The timeouts of routes that do not set their own: a duration, `Timeout(...)`, or `"off"` for none.

    Default: those of the mesh.
    """

    fault: FaultOrOff | None = None
    """The faults of routes that do not set their own: `Fault(...)`, or `"off"` for none. Default: those of the mesh."""

    rate_limit: RateLimitOrOff | None = None
    """The rate limit of routes that do not set their own, each counted by itself: `RateLimit(...)`, or `"off"` for none.

    Default: that of the mesh.
    """

    calls: ServiceNames = ()
    """The services that this one may call: objects or names. App Mesh calls them backends. Default: none."""

    health_check: HealthCheckOrOff | None = None
    """How callers find the tasks that can answer: `HealthCheck(...)` or `"off"`. With `"off"` they call every task, also
    one whose application has not started, and a deployment does not wait for the application.

    Default: `HealthCheck()`; for a `Host` outside the mesh, none.
    """

    outlier_detection: OutlierDetection | None = None
    """When callers stop sending to a task that answers with errors. Default: never."""

    connection_pool: ConnectionPool | None = None
    """Limits on connections and requests. Default: no limits."""

    access_log: AccessLogOrOff | None = None
    """Which requests the Envoys of the versions log: `AccessLog(...)` or `"off"`. Default: as the mesh says."""

    request_headers: HeaderChangesOrOff | None = None
    """What routes that do not set their own change in the headers of requests; `"off"` for nothing.

    Default: what the mesh says.
    """

    response_headers: HeaderChangesOrOff | None = None
    """What routes that do not set their own change in the headers of responses; `"off"` for nothing.

    Default: what the mesh says.
    """

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "calls", reduced(self.calls))


ServiceNames = Annotated[Sequence[str | Service], ListOf(fields.service_name)]
"""Services that may be called: objects or names."""


def reduced(services: object) -> object:
    """Services by their names: a name is the identity, so that nothing keeps a stale copy."""
    if isinstance(services, (list, tuple)):
        return tuple(getattr(item, "name", item) if isinstance(item, Written) else item for item in services)
    return services
