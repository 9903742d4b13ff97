"""What each field of an ECS container definition becomes in Docker. A field that is not named here is refused."""

from collections.abc import Callable, Mapping
from typing import Any

Container = Mapping[str, Any]
Arguments = dict[str, Any]

LEFT_OUT = {
    "logConfiguration": "Docker keeps the log itself",
    "portMappings": "a task has an address of its own (awsvpc)",
    "ulimits": "root of this machine lacks CAP_SYS_RESOURCE",
}
"""Fields that the harness leaves out, with the reason."""

OF_THE_TASK = {
    "dependsOn",
    "essential",
    "healthCheck",
    "mountPoints",
    "name",
    "restartPolicy",
    "startTimeout",
    "stopTimeout",
    "systemControls",
}
"""Fields that `task.py` acts on."""

_SECOND = 1_000_000_000


def _capabilities(value: Mapping[str, Any]) -> Arguments:
    assert value.keys() == {"capabilities"}, f"not played: {value}"
    assert value["capabilities"].keys() == {"drop"}, f"not played: {value}"
    return {"cap_drop": value["capabilities"]["drop"]}


HOST: Mapping[str, Callable[[Any], Arguments]] = {
    "cpu": lambda units: {"cpu_shares": max(2, units)},
    "linuxParameters": _capabilities,
    "memory": lambda mebibytes: {"mem_limit": f"{mebibytes}m"},
    "memoryReservation": lambda mebibytes: {"mem_reservation": f"{mebibytes}m"},
    "readonlyRootFilesystem": lambda only: {"read_only": only},
}
"""Fields that become parts of Docker's host configuration."""

OWN: Mapping[str, Callable[[Any], Arguments]] = {
    "command": lambda words: {"command": list(words)},
    "entryPoint": lambda words: {"entrypoint": list(words)},
    "image": lambda name: {"image": name},
    "user": lambda name: {"user": name},
    "workingDirectory": lambda path: {"working_dir": path},
}
"""Fields that become arguments of the container."""


def arguments(container: Container, environment: Mapping[str, str]) -> tuple[Arguments, Arguments]:
    """Docker's arguments for a container, and those of its host configuration."""
    known = {*LEFT_OUT, *OF_THE_TASK, *HOST, *OWN, "environment"}
    unknown = sorted(container.keys() - known)
    assert not unknown, f"{container['name']}: the harness does not play {', '.join(unknown)}"
    own: Arguments = {"environment": dict(environment)}
    host: Arguments = {}
    for name, value in container.items():
        if name in OWN:
            own |= OWN[name](value)
        if name in HOST:
            host |= HOST[name](value)
    if check := container.get("healthCheck"):
        own["healthcheck"] = {
            "test": check["command"],
            "interval": check["interval"] * _SECOND,
            "timeout": check["timeout"] * _SECOND,
            "retries": check["retries"],
            "start_period": check.get("startPeriod", 0) * _SECOND,
        }
    return own, host
