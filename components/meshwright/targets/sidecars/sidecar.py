"""What a sidecar is: one container that every platform runs beside an application, and renders in its own form.

Texts may hold tokens (see `tokens`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from meshwright.targets.sidecars.images import Image

PROXY_UID = 1337
"""This user's traffic bypasses Envoy: Envoy itself, and the other sidecars. App Mesh's number."""

ADMIN = 9901
"""The port of Envoy's admin interface, on the loopback of the task. App Mesh's number."""

DIRECTORY = "/meshwright"
"""The shared volume, and the working directory of every sidecar that mounts it: Envoy's paths are relative to it."""

DRAIN = 20
"""Seconds of drain where a description says nothing. Callers that check every 5 s have left after 10 (two checks),
Envoys of the mesh at once. The rest is for requests in flight: their default timeout is 15 s."""

State = Literal["START", "SUCCESS", "HEALTHY"]
"""A container has started; has ended without an error; is healthy."""

Environment = Mapping[str, str]


@dataclass(frozen=True)
class SidecarTask:
    """One task, as its sidecars see it."""

    proxy: str
    mesh: str
    region: str
    source: str
    """Where the agent gets the bundle from: a URL, or the path of a file."""
    workers: int
    """The worker threads of Envoy."""
    bundle: str | None = None
    """The packed bundle, where it is part of the task. None: AWS AppConfig delivers it."""
    application: bool = True
    """Whether an application runs in the task. A gateway has none."""
    outside: bool = False
    """Whether each connection is one client's from outside the mesh: a gateway's, unless its load balancer passes requests
    on."""
    ports: tuple[int, ...] = ()
    """The ports on which Envoy is reached from outside the task."""
    name: str | None = None
    """The name by which callers find the task. None: nobody looks for it by name."""
    low_ports: bool = False
    """Whether Envoy listens on ports below 1024."""
    drain: int = DRAIN
    """Seconds between failing health checks and the application's end."""
    stop_limit: int | None = None
    """Seconds after which the platform kills a container that stops. None: any number that is asked for."""

    @property
    def admin(self) -> str:
        """The address of Envoy's admin interface."""
        return f"127.0.0.1:{ADMIN}"


@dataclass(frozen=True)
class HealthCheck:
    """A command that succeeds while the container is healthy. Durations in seconds."""

    command: tuple[str, ...]
    interval: int
    timeout: int
    retries: int
    start_period: int


@dataclass(frozen=True, kw_only=True)
class Sidecar:
    """One row of the table of sidecars."""

    name: str
    image: Image
    memory: int
    """MiB that are reserved for it."""
    cpu: float
    """The share of the task's CPU that is reserved for it. What it does not use, the other containers may."""
    essential: bool
    """Whether the task ends when it ends."""
    needed: Callable[[SidecarTask], bool] = lambda _: True
    after: Callable[[SidecarTask], Mapping[str, State]] = lambda _: {}
    """The containers that it waits for at the start. It stops before they do. Sidecars that are not needed are ignored."""
    entry_point: tuple[str, ...] = ()
    """Empty: that of the image."""
    command: Callable[[SidecarTask], Sequence[str]] = lambda _: ()
    """Empty: that of the image."""
    environment: Callable[[SidecarTask], Environment] = lambda _: {}
    user: int = PROXY_UID
    volume: Literal["write", "read"] | None = None
    """How it mounts the shared volume. None: not at all."""
    health: HealthCheck | None = None
    start_timeout: int | None = None
    stop_timeout: Callable[[SidecarTask], int | None] = lambda _: None
    """Seconds. None: the platform's default."""
    restarts: bool = True
    """Whether it is restarted in place when it ends."""
    serves: bool = False
    """Whether it listens on the task's `ports`, and so needs a file descriptor for each connection."""
    log: Literal["service", "agents"] = "service"
    """The log that it writes to: that of its service, or the one of all agents."""
    capabilities_dropped: tuple[str, ...] = ("ALL",)
