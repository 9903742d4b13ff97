"""App Mesh's virtual node, written out."""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass

from meshwright.description.access_log import AccessLogOrOff
from meshwright.description.connection_pool import ConnectionPool
from meshwright.description.fields import Name, PortNumber, ProtocolName
from meshwright.description.health_check import HealthCheckOrOff
from meshwright.description.outlier_detection import OutlierDetection
from meshwright.description.service import ServiceNames, reduced
from meshwright.description.timeout import TimeoutLike
from meshwright.description.workload import Workload
from meshwright.description.written import Written


@dataclass(frozen=True)
class NodeListener(Written):
    """A port on which a virtual node answers.

    `protocol` absent: http. `timeout` absent: App Mesh's 15 s a request. `health_check` absent: see `HealthCheck`.
    `outlier_detection`, `connection_pool` absent: none, no limits.

    Source: App Mesh API, Listener.
    """

    port: PortNumber
    protocol: ProtocolName = "http"
    _: KW_ONLY
    timeout: TimeoutLike | None = None
    health_check: HealthCheckOrOff | None = None
    outlier_detection: OutlierDetection | None = None
    connection_pool: ConnectionPool | None = None


@dataclass(frozen=True)
class VirtualNode(Written):
    """A workload and the proxy beside it.

    `runs` absent: another team runs it. `listeners` absent: it only calls. `backends`: the virtual services that it may
    call (absent: none). `access_log` absent: the mesh's.

    Source: App Mesh API, VirtualNodeSpec.
    """

    name: Name
    runs: Workload | None = None
    _: KW_ONLY
    listeners: Sequence[NodeListener] = ()
    backends: ServiceNames = ()
    access_log: AccessLogOrOff | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "backends", reduced(self.backends))
