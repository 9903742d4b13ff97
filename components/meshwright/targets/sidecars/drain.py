"""Drain. It starts last, so it is told to stop first: the others go on until callers have noticed."""

from collections.abc import Mapping

from meshwright.targets.sidecars.images import BUSYBOX
from meshwright.targets.sidecars.sidecar import Sidecar, SidecarTask, State

DRAIN = 20
"""Seconds between failing health checks and the application's end. Callers that check every 5 s have gone after 10 (2
checks); Envoys of the mesh at once. The rest is for requests in flight: their default timeout is 15 s."""


def _after(task: SidecarTask) -> Mapping[str, State]:
    return {"application": "START"} if task.application else {"agent": "START"}


SIDECAR = Sidecar(
    name="drain",
    image=BUSYBOX,
    memory=8,
    cpu=1 / 128,
    essential=False,
    command=lambda _: ("sh", "agent.sh", "drain"),
    environment=lambda task: {"MESHWRIGHT_ADMIN": task.admin, "MESHWRIGHT_DRAIN": str(DRAIN)},
    after=_after,
    volume="read",
    stop_timeout=DRAIN + 10,
)
