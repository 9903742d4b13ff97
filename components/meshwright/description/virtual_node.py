"""App Mesh's virtual node, written out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.annotations import ListOf
from meshwright.description.connection_pool import ConnectionPool
from meshwright.description.fields import Name, PortNumber, ProtocolName
from meshwright.description.health_check import HealthCheckOrOff
from meshwright.description.outlier_detection import OutlierDetection
from meshwright.description.service import Service, reduced
from meshwright.description.timeout import TimeoutLike
from meshwright.description.virtual_service import VirtualService
from meshwright.description.workload import Workload
from meshwright.description.written import Written
from meshwright.field_docs import documented

BackendNames = Annotated[Sequence[str | Service | VirtualService], ListOf(fields.service_name)]


@documented
@dataclass(frozen=True)
class NodeListener(Written):
    """A port on which a virtual node accepts requests.

    Source: App Mesh API, Listener.
    """

    port: PortNumber
    """The port on which the application listens."""

    protocol: ProtocolName = "http"
    """What the application speaks: `http`, `http2`, `grpc` or `tcp`. Default: `http`."""

    _: KW_ONLY
    timeout: TimeoutLike | None = None
    """How long the node's own Envoy waits for the application. Default: 15 s for each request, as in App Mesh."""

    health_check: HealthCheckOrOff | None = None
    """How callers find the tasks that can answer: `HealthCheck(...)` or `"off"`. With `"off"` they call every task, also
    one whose application has not started, and a deployment does not wait for the application.

    Default: `HealthCheck()`; for a `Host` outside the mesh, none.
    """

    outlier_detection: OutlierDetection | None = None
    """When callers stop sending to a task that answers with errors. Default: never."""

    connection_pool: ConnectionPool | None = None
    """Limits on connections and requests. Default: no limits."""


@documented
@dataclass(frozen=True)
class VirtualNode(Written):
    """App Mesh's virtual node: a workload, and the Envoy beside it.

    Source: App Mesh API, VirtualNodeSpec.
    """

    name: Name
    """The name of the node: `a-z`, `0-9` and `-`, a letter first, at most 63 characters."""

    runs: Workload | None = None
    """What it runs: a `Container`, `Process`, `Host` or `LambdaFunction`.

    Default: another team runs it, and joins the mesh under this name.
    """

    _: KW_ONLY
    listeners: Sequence[NodeListener] = ()
    """The ports on which it accepts requests. Default: none; it only calls."""

    backends: BackendNames = ()
    """The virtual services that it may call: objects or names. Default: none."""

    access_log: AccessLogOrOff | None = None
    """Which requests it logs: `AccessLog(...)` or `"off"`. Default: as the mesh says."""

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "backends", reduced(self.backends))
