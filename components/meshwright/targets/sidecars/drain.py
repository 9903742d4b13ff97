"""Drain: whether the task is ready for requests, and how it leaves without losing any.

It starts last, so that its health is the readiness of all: Envoy has its configuration and finds its application healthy.
It is told to stop first, and the others run on until callers have left.
"""

from collections.abc import Mapping

from meshwright.targets.sidecars.images import BUSYBOX
from meshwright.targets.sidecars.sidecar import Environment, HealthCheck, Sidecar, SidecarTask, State

HOLD = 70
"""Seconds that it waits at most until the task's name no longer leads to the task. ECS deregisters a task and stops it at
once; callers find the others when DNS answers so (containers-roadmap issues 343 and 830)."""

RESOLVE = 20
"""Seconds that callers may still use an older answer: the records' 10 s, Envoy's own 5 s, and a first health check."""

DRAIN = 20
"""Seconds between failing health checks and the application's end. Callers that check every 5 s have left after 10 (two
checks), Envoys of the mesh at once. The rest is for requests in flight: their default timeout is 15 s."""

_STOP = 120
"""Seconds until ECS kills it: the most that Fargate allows. HOLD, RESOLVE and DRAIN fit into it."""


def _environment(task: SidecarTask) -> Environment:
    told = {"MESHWRIGHT_ADMIN": task.admin, "MESHWRIGHT_DRAIN": str(DRAIN)}
    if task.name is None:
        return told
    return told | {
        "MESHWRIGHT_NAME": task.name,
        "MESHWRIGHT_HOLD": str(HOLD),
        "MESHWRIGHT_RESOLVE": str(RESOLVE),
    }


def _after(task: SidecarTask) -> Mapping[str, State]:
    return {"application": "START"} if task.application else {"agent": "START"}


SIDECAR = Sidecar(
    name="drain",
    image=BUSYBOX,
    memory=8,
    cpu=1 / 128,
    essential=True,  # else its health would not be the task's
    command=lambda _: ("sh", "agent.sh", "drain"),
    environment=_environment,
    after=_after,
    volume="read",
    health=HealthCheck(
        ("sh", "agent.sh", "ready"),
        interval=5,
        timeout=10,
        retries=10,  # an application that is slow for most of a minute is no reason to replace a task
        start_period=300,  # the longest that ECS allows: an application may take minutes to start
    ),
    stop_timeout=_STOP,
)
