"""The containers of a task, in ECS's own JSON.

Start: appconfig-agent → init (waits for the first configuration, ends) → envoy → agent (healthy once Envoy has its
configuration) → application → drain. Stop, which ECS does the other way round: drain, which fails the health checks and
waits until callers have gone → application → agent → envoy → appconfig-agent.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from meshwright.delivery import appconfig
from meshwright.delivery.inline import packed
from meshwright.envoy.bootstrap import arguments, bootstrap
from meshwright.targets.ecs import capture, size
from meshwright.targets.ecs.tokens import literal

Container = dict[str, Any]

VOLUME = "meshwright"
DIRECTORY = "/meshwright"
"""Where the shared volume is, and the working directory of all who use it: Envoy's paths are relative to it."""

DRAIN = 20
"""Seconds between failing health checks and the application's end. Callers that check every 5 s have gone after 10 (2
checks); Envoys of the mesh at once. The rest is for requests in flight: their default timeout is 15 s."""

SEED = 100
"""Seconds that init waits for the first configuration; ECS itself gives up after 120, and says less."""

_START_TIMEOUT = 120
_LONGEST_STOP = 30
"""Seconds until ECS kills an application that does not end by itself: ECS's own default."""

# Root may still chown, and write what is not its own; nothing else of what Docker lets it do.
_NOT_FOR_INIT = (
    "AUDIT_WRITE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
)

_INIT = """\
printf %s "$MESHWRIGHT_AGENT" | base64 -d | gunzip >agent.sh
printf %s "$MESHWRIGHT_BOOTSTRAP" >envoy.json
if [ "$MESHWRIGHT_BUNDLE" ]; then printf %s "$MESHWRIGHT_BUNDLE" | base64 -d | gunzip >bundle; fi
sh agent.sh seed
chown -R {uid}:{uid} .
"""


@dataclass(frozen=True)
class Task:
    """What the containers of one proxy have in common.

    `agents_log`: where the agent logs; `log`: all others. `inline`: the packed bundle; None where it comes from AppConfig.
    `low_ports`: whether Envoy listens below 1024. `ports`: where Envoy itself is reached from outside.
    """

    proxy: str
    mesh: str
    region: str
    size: size.Size
    images: Mapping[str, str]
    log: Container
    agents_log: Container
    inline: str | None
    low_ports: bool
    ports: tuple[int, ...] = ()

    @property
    def beside(self) -> tuple[str, ...]:
        """The names of the containers beside the application."""
        return beside(inline=self.inline is not None)


def beside(*, inline: bool) -> tuple[str, ...]:
    """The names of the mesh's containers in a task."""
    return ("init", "envoy", "agent", "drain", *(() if inline else ("appconfig-agent",)))


def sidecars(task: Task, before_drain: str) -> list[Container]:
    """The mesh's containers. `before_drain`: the container that must be told to stop only after `drain` has ended."""
    own = [_init(task), _envoy(task), _agent(task), _drain(task, before_drain)]
    return own if task.inline is not None else [_appconfig_agent(task), *own]


def application(
    task: Task, image: str, command: tuple[str, ...], environment: Mapping[str, str], secrets: Mapping[str, str]
) -> Container:
    """The application's own container. It starts when its Envoy is ready, and as whoever its image says."""
    cpu = task.size.cpu - sum(size.cpu_of(task.size, each) for each in task.beside)
    memory = task.size.memory - sum(size.MEMORY[each] for each in task.beside)
    return {
        "name": "application",
        "image": image,
        "essential": True,
        "cpu": cpu,
        "memoryReservation": memory,
        **({"command": [literal(each) for each in command]} if command else {}),
        "environment": _pairs(environment),
        **({"secrets": [{"name": name, "valueFrom": arn} for name, arn in sorted(secrets.items())]} if secrets else {}),
        "dependsOn": _after(agent="HEALTHY"),
        "stopTimeout": _LONGEST_STOP,
        "logConfiguration": task.log,
    }


@cache
def _packed_agent() -> str:
    """The agent, packed: every task has the same."""
    return packed(files("meshwright.delivery").joinpath("agent.sh").read_bytes())


def _init(task: Task) -> Container:
    """Unpacks the agent, fetches the first configuration and hands it all over to the others' user."""
    told = {
        "MESHWRIGHT_AGENT": _packed_agent(),
        "MESHWRIGHT_BOOTSTRAP": literal(json.dumps(bootstrap(task.proxy, task.mesh, capture.ADMIN))),
        "MESHWRIGHT_BUNDLE": task.inline or "",
        "MESHWRIGHT_SEED": str(SEED),
    }
    return _sidecar(task, "init", "busybox") | {
        "essential": False,
        "user": "0",
        "command": ["sh", "-ec", _INIT.format(uid=capture.PROXY_UID)],
        "environment": _pairs(_settings(task) | told),
        "dependsOn": _after(**_appconfig(task)),
        "startTimeout": _START_TIMEOUT,
        "linuxParameters": {"capabilities": {"drop": list(_NOT_FOR_INIT)}},
        **_mount(),
    }


def _envoy(task: Task) -> Container:
    """Envoy needs no health check, so that its image needs no shell: the agent's asks it."""
    return _sidecar(task, "envoy", "envoy") | {
        "essential": True,
        # The image's own entry point would want to be root, to become a user of its own.
        "entryPoint": ["/usr/local/bin/envoy"],
        "command": list(arguments(concurrency=size.workers(task.size))),
        "dependsOn": _after(init="SUCCESS"),
        # One socket for each connection in and out; EC2's default of 1024 is soon gone. Fargate's own is this.
        "ulimits": [{"name": "nofile", "softLimit": 65535, "hardLimit": 65535}],
        "restartPolicy": _restarted(),
        **({"portMappings": [{"containerPort": port, "protocol": "tcp"} for port in task.ports]} if task.ports else {}),
        **({"systemControls": capture.low_ports()} if task.low_ports else {}),
        **_mount(read_only=True),
    }


def _agent(task: Task) -> Container:
    """Its health is the task's: whether Envoy answers, and has a configuration that its source once gave."""
    return _sidecar(task, "agent", "busybox") | {
        "essential": True,
        "command": ["sh", "agent.sh", "run"],
        "environment": _pairs(_settings(task)),
        "dependsOn": _after(init="SUCCESS", envoy="START", **_appconfig(task)),
        "healthCheck": {
            "command": ["CMD", "sh", "agent.sh", "health"],
            "interval": 5,
            "timeout": 10,  # the agent itself gives Envoy 5 s
            "retries": 6,  # a machine that is slow for half a minute is no reason to replace a task that serves
            "startPeriod": 60,
        },
        "startTimeout": _START_TIMEOUT,
        "restartPolicy": _restarted(),
        "logConfiguration": task.agents_log,
        **_mount(),
    }


def _drain(task: Task, before: str) -> Container:
    """Started last, so told to stop first: the others go on until callers have noticed."""
    return _sidecar(task, "drain", "busybox") | {
        "essential": False,
        "command": ["sh", "agent.sh", "drain"],
        "environment": _pairs({"MESHWRIGHT_ADMIN": _admin(), "MESHWRIGHT_DRAIN": str(DRAIN)}),
        "dependsOn": _after(**{before: "START"}),
        "stopTimeout": DRAIN + 10,
        "restartPolicy": _restarted(),
        **_mount(read_only=True),
    }


def _appconfig_agent(task: Task) -> Container:
    """AWS's agent, which polls AppConfig. No health check: nobody says that its image has a shell. Not essential: without
    it, Envoy goes on with what it has."""
    return _sidecar(task, "appconfig-agent", "appconfig_agent") | {
        "essential": False,
        "environment": _pairs(appconfig.agent_environment(task.region, capture.APPCONFIG_AGENT)),
        "restartPolicy": _restarted(),
    }


def _sidecar(task: Task, name: str, image: str) -> Container:
    return {
        "name": name,
        "image": task.images[image],
        "cpu": size.cpu_of(task.size, name),
        "memoryReservation": size.MEMORY[name],
        # Who runs as this user is not led through Envoy.
        "user": str(capture.PROXY_UID),
        "readonlyRootFilesystem": True,
        "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
        "logConfiguration": task.log,
    }


def _settings(task: Task) -> dict[str, str]:
    source = "bundle" if task.inline is not None else appconfig.url(capture.APPCONFIG_AGENT)
    return {"MESHWRIGHT_DIR": DIRECTORY, "MESHWRIGHT_SOURCE": source, "MESHWRIGHT_ADMIN": _admin()}


def _appconfig(task: Task) -> dict[str, str]:
    return {} if task.inline is not None else {"appconfig-agent": "START"}


def _admin() -> str:
    return f"127.0.0.1:{capture.ADMIN}"


def _mount(read_only: bool = False) -> Container:
    point = {"sourceVolume": VOLUME, "containerPath": DIRECTORY, "readOnly": read_only}
    return {"mountPoints": [point], "workingDirectory": DIRECTORY}


def _restarted() -> Container:
    """In place, which takes a second, not as a new task. ECS does so only once a container has run this long."""
    return {"enabled": True, "restartAttemptPeriod": 60}


def _after(**conditions: str) -> list[dict[str, str]]:
    return [{"containerName": name, "condition": condition} for name, condition in conditions.items()]


def _pairs(environment: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in sorted(environment.items())]
