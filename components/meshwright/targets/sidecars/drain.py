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

LEAST_HOLD = 30
"""Seconds of HOLD that stay where the platform limits the whole and the drain is long."""

_SPARE = 10
"""Seconds between its own end and the moment at which ECS kills it."""


def longest_drain(stop_limit: int) -> int:
    """Seconds of drain that fit into the platform's limit."""
    return stop_limit - LEAST_HOLD - RESOLVE - _SPARE


def _hold(task: SidecarTask) -> int:
    if task.stop_limit is None:
        return HOLD
    return min(HOLD, task.stop_limit - RESOLVE - task.drain - _SPARE)


def _stop_timeout(task: SidecarTask) -> int:
    """The platform's limit. Without one, as long as all of it takes."""
    return task.stop_limit or HOLD + RESOLVE + task.drain + _SPARE


def _environment(task: SidecarTask) -> Environment:
    told = {"MESHWRIGHT_ADMIN": task.admin, "MESHWRIGHT_DRAIN": str(task.drain)}
    if task.name is None:
        return told
    return told | {
        "MESHWRIGHT_NAME": task.name,
        "MESHWRIGHT_HOLD": str(_hold(task)),
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
    stop_timeout=_stop_timeout,
)
