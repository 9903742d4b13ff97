"""The containers that every platform runs beside an application: one row a sidecar.

Start: appconfig-agent → init (waits for the first configuration, ends) → envoy → agent (healthy once Envoy has its
configuration) → application → drain. They stop in the opposite order: drain (fails the health checks and waits until
callers have gone) → application → agent → envoy → appconfig-agent.
"""

from meshwright.targets.sidecars import agent, appconfig_agent, drain, envoy, init
from meshwright.targets.sidecars.images import Image
from meshwright.targets.sidecars.sidecar import (
    ADMIN,
    DIRECTORY,
    PROXY_UID,
    HealthCheck,
    Sidecar,
    SidecarTask,
    State,
)

__all__ = [
    "ADMIN",
    "DIRECTORY",
    "PROXY_UID",
    "SIDECARS",
    "HealthCheck",
    "Image",
    "Sidecar",
    "SidecarTask",
    "State",
    "needed",
]

SIDECARS: list[Sidecar] = [
    appconfig_agent.SIDECAR,
    init.SIDECAR,
    envoy.SIDECAR,
    agent.SIDECAR,
    drain.SIDECAR,
]
"""Every sidecar, in the order in which a task lists them."""


def needed(task: SidecarTask) -> list[Sidecar]:
    """The sidecars of a task."""
    return [each for each in SIDECARS if each.needed(task)]
