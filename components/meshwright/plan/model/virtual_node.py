"""Virtual nodes and their listeners."""

from dataclasses import dataclass

from meshwright.plan.model.access_log import AccessLog
from meshwright.plan.model.connection_pool import ConnectionPool
from meshwright.plan.model.health_check import HealthCheck
from meshwright.plan.model.outlier_detection import OutlierDetection
from meshwright.plan.model.timeout import Timeouts
from meshwright.plan.model.types import Origin
from meshwright.plan.model.workload import GivenRef, HostWorkload, LambdaWorkload, PlannedWorkload
from meshwright.units import Protocol


@dataclass(frozen=True, slots=True)
class Listener:
    """A port on which a virtual node takes requests."""

    port: int
    protocol: Protocol
    timeout: Timeouts
    health_check: HealthCheck | None
    outlier_detection: OutlierDetection | None
    connection_pool: ConnectionPool
    origin: Origin


@dataclass(frozen=True, slots=True)
class VirtualNode:
    """A workload and its proxy."""

    name: str
    service: str | None
    """The virtual service of which it is a version. None: it is written as a virtual node, for any number of services."""
    version: str | None
    listeners: tuple[Listener, ...]
    backends: tuple[str, ...]
    """The virtual services that it calls."""
    runs: PlannedWorkload | None
    """None: another team runs it."""
    access_log: AccessLog | None
    origin: Origin

    def listener(self, port: int) -> Listener:
        """The listener on a port on which the node listens."""
        return next(each for each in self.listeners if each.port == port)

    @property
    def has_proxy(self) -> bool:
        """Whether an Envoy runs beside it. Hosts and functions outside the mesh have none."""
        return not isinstance(self.runs, HostWorkload | LambdaWorkload)

    @property
    def host(self) -> str | None:
        """The host outside the mesh that it stands for; of a Given, its placeholder. None: it runs in the mesh."""
        if not isinstance(self.runs, HostWorkload):
            return None
        return self.runs.host.placeholder if isinstance(self.runs.host, GivenRef) else self.runs.host
