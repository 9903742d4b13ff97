"""The sidecars of a task, in ECS's own JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.targets import sidecars
from meshwright.targets.ecs import capture, size
from meshwright.targets.sidecars import DIRECTORY, HealthCheck, Sidecar, SidecarTask

Container = dict[str, Any]

VOLUME = "meshwright"
"""The name of the shared volume."""


@dataclass(frozen=True)
class EcsTask:
    """What the containers of one proxy have in common."""

    sidecars: SidecarTask
    size: size.Size
    images: Mapping[str, str]
    """The images of the sidecars, by key."""
    logs: Mapping[str, Container]
    """The log configuration of each log that a sidecar can write to."""


def render(task: EcsTask) -> list[Container]:
    """The container definitions of the task's sidecars."""
    return [_sidecar(task, each) for each in sidecars.needed(task.sidecars)]


def _sidecar(task: EcsTask, sidecar: Sidecar) -> Container:
    container: Container = {
        "name": sidecar.name,
        "image": task.images[sidecar.image.key],
        "cpu": size.cpu_of(task.size, sidecar),
        "memoryReservation": sidecar.memory,
        "user": str(sidecar.user),
        "readonlyRootFilesystem": True,
        "linuxParameters": {"capabilities": {"drop": list(sidecar.capabilities_dropped)}},
        "logConfiguration": task.logs[sidecar.log],
        "essential": sidecar.essential,
    }
    if sidecar.entry_point:
        container["entryPoint"] = list(sidecar.entry_point)
    if command := sidecar.command(task.sidecars):
        container["command"] = list(command)
    if environment := sidecar.environment(task.sidecars):
        container["environment"] = pairs(environment)
    if waits := sidecar.after(task.sidecars):
        present = {"application", *(each.name for each in sidecars.needed(task.sidecars))}
        container["dependsOn"] = after({name: state for name, state in waits.items() if name in present})
    if sidecar.health:
        container["healthCheck"] = _health(sidecar.health)
    if sidecar.serves:
        # One socket for each connection in and out. EC2's default of 1024 is soon used up; Fargate's own is this.
        container["ulimits"] = [{"name": "nofile", "softLimit": 65535, "hardLimit": 65535}]
    if sidecar.start_timeout:
        container["startTimeout"] = sidecar.start_timeout
    if stop_timeout := sidecar.stop_timeout(task.sidecars):
        container["stopTimeout"] = stop_timeout
    if sidecar.restarts:
        # In place, which takes a second, instead of a new task. ECS does so only once a container has run this long.
        container["restartPolicy"] = {"enabled": True, "restartAttemptPeriod": 60}
    if sidecar.serves and task.sidecars.ports:
        container["portMappings"] = [{"containerPort": port, "protocol": "tcp"} for port in task.sidecars.ports]
    if sidecar.serves and task.sidecars.low_ports:
        container["systemControls"] = capture.low_ports()
    if sidecar.volume:
        read_only = sidecar.volume == "read"
        container["mountPoints"] = [{"sourceVolume": VOLUME, "containerPath": DIRECTORY, "readOnly": read_only}]
        container["workingDirectory"] = DIRECTORY
    return container


def _health(check: HealthCheck) -> Container:
    return {
        "command": ["CMD", *check.command],
        "interval": check.interval,
        "timeout": check.timeout,
        "retries": check.retries,
        "startPeriod": check.start_period,
    }


def after(conditions: Mapping[str, str]) -> list[dict[str, str]]:
    """The `dependsOn` of a container: states of others, by name."""
    return [{"containerName": name, "condition": condition} for name, condition in conditions.items()]


def pairs(environment: Mapping[str, str]) -> list[dict[str, str]]:
    """The `environment` of a container."""
    return [{"name": name, "value": value} for name, value in sorted(environment.items())]
