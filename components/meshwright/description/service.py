"""A service: the common case in one object."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.annotations import ListOf
from meshwright.description.connection_pool import ConnectionPool
from meshwright.description.fields import Name, PortNumber, ProtocolName, ServiceName
from meshwright.description.health_check import HealthCheckOrOff
from meshwright.description.outlier_detection import OutlierDetection
from meshwright.description.retry import RetryOrOff
from meshwright.description.route import Route
from meshwright.description.timeout import TimeoutLike
from meshwright.description.workload import Workload
from meshwright.description.written import Written

ServiceNames = Annotated[Sequence["str | Service"], ListOf(fields.service_name)]


@dataclass(frozen=True)
class Version(Written):
    """One version of a service. `runs` absent: another team runs it and joins the mesh under this name."""

    name: Name
    runs: Workload | None = None


@dataclass(frozen=True)
class Service(Written):
    """A virtual service, its virtual router with its routes, and a virtual node for each version (`checkout-v1`).

    `Service(name, X)` is a service of the one version `v1` that runs X; `runs` and `versions` both absent: another team
    runs `v1`. `port`: where the versions listen, and callers call; it is needed. `protocol`: http, http2, grpc or tcp
    (absent: http). `routes` absent: everything to the only version. `retry`, `timeout` absent: the mesh's. `calls`: the
    services that this one may call, as objects or names (absent: none). `health_check` absent: see `HealthCheck`.
    `outlier_detection` and `connection_pool` absent: none, no limits. `access_log` absent: the mesh's.
    """

    name: ServiceName
    runs: Workload | None = None
    _: KW_ONLY
    port: PortNumber | None = None
    protocol: ProtocolName = "http"
    versions: Sequence[Version] = ()
    routes: Sequence[Route] = ()
    retry: RetryOrOff | None = None
    timeout: TimeoutLike | None = None
    calls: ServiceNames = ()
    health_check: HealthCheckOrOff | None = None
    outlier_detection: OutlierDetection | None = None
    connection_pool: ConnectionPool | None = None
    access_log: AccessLogOrOff | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "calls", reduced(self.calls))


def reduced(services: object) -> object:
    """Services by their names: a name is the identity, so that nothing keeps a stale copy."""
    if isinstance(services, (list, tuple)):
        return tuple(getattr(item, "name", item) if isinstance(item, Written) else item for item in services)
    return services
