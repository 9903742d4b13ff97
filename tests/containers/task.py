"""One task: the containers of a rendered task definition, started, watched and stopped in the order that ECS keeps."""

import secrets
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import Any, Literal

from meshwright.targets.ecs.model import TaskDefinition
from meshwright.targets.tokens import fill

from .capture import capture
from .daemon import ADDRESS, Daemon
from .fields import arguments

Health = Literal["UNKNOWN", "HEALTHY", "UNHEALTHY"]

DEFAULT_STOP = 30
"""Seconds until ECS kills a container whose definition names no `stopTimeout`."""


@dataclass
class Running:
    """A container of a task."""

    definition: Mapping[str, Any]
    id: str
    state: dict[str, Any] = field(default_factory=dict)
    started: float = 0
    restarts: int = 0


class Task:
    """`settings` replaces values of the containers' environment, and `start_period` the seconds for which no health check
    counts, so that a test need not wait for the real times.

    `events` is what happened, in order. `ended` is set when no container runs any more, with the reason in `reason`.
    """

    def __init__(
        self,
        daemon: Daemon,
        proxy: str,
        definition: TaskDefinition,
        *,
        image: str,
        settings: Mapping[str, str] | None = None,
        start_period: int | None = None,
    ) -> None:
        self.daemon = daemon
        self.proxy = proxy
        self.name = f"{proxy}-{secrets.token_hex(3)}"
        self.definitions = {each["name"]: each for each in definition.containers}
        self.containers: dict[str, Running] = {}
        self.events: list[str] = []
        self.reason = ""
        self.ended = Event()
        self.stopping = Event()
        self._settings = settings or {}
        self._start_period = start_period
        self._known = {"application_id": "shop", "environment_id": proxy, "profile_id": "bundle"}
        self._pause = self._make_network(image, definition)
        self.address = self._inspect(self._pause)["NetworkSettings"]["IPAddress"]
        capture(self.process_id, definition.proxy_configuration)
        for volume in definition.volumes:
            daemon.client.create_volume(f"{self.name}-{volume}")
        self._thread = Thread(target=self._run, daemon=True)

    @property
    def process_id(self) -> int:
        """The process that holds the task's network namespace."""
        return int(self._inspect(self._pause)["State"]["Pid"])

    def start(self) -> "Task":
        self._thread.start()
        return self

    @property
    def health(self) -> Health:
        """That of the essential containers that have a check."""
        checked = [each for each in self.definitions.values() if each["essential"] and "healthCheck" in each]
        states = [self._health(each["name"]) for each in checked]
        if "unhealthy" in states:
            return "UNHEALTHY"
        started = all(name in self.containers for name in self.definitions)
        return "HEALTHY" if started and all(each == "healthy" for each in states) else "UNKNOWN"

    def log(self, container: str) -> str:
        """What a container has written so far."""
        text: bytes = self.daemon.client.logs(self.containers[container].id)
        return text.decode()

    def ask_envoy(self, path: str) -> str:
        """What the admin interface of the task's Envoy answers."""
        return self.run("curl", "-sS", "-m", "5", f"http://127.0.0.1:9901/{path}")

    def resolver(self) -> bytes:
        """The text of the task's /etc/resolv.conf."""
        return Path(self._inspect(self._pause)["ResolvConfPath"]).read_bytes()

    def run(self, *command: str, timeout: float = 60) -> str:
        """The output of a command of this machine in the task's network namespace."""
        enter = ["nsenter", f"--target={self.process_id}", "--net", "--", *command]
        done = subprocess.run(enter, capture_output=True, text=True, timeout=timeout, check=False)
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}{done.stdout}"
        return done.stdout

    def stop(self, reason: str = "stopped") -> None:
        """Stops the task as ECS does, and returns when it has ended."""
        if not self.stopping.is_set():
            self.reason = reason
            self.stopping.set()
        self._thread.join()

    def kill(self) -> None:
        """All containers end at once, as when a machine is lost."""
        self.reason = "killed"
        self.stopping.set()
        for each in self.containers.values():
            self._kill(each)
        self._thread.join()

    def freeze(self, container: str, frozen: bool) -> None:
        """Stops a container's processes from running, or lets them run again."""
        change = self.daemon.client.pause if frozen else self.daemon.client.unpause
        change(self.containers[container].id)

    def _run(self) -> None:
        while not self.stopping.wait(0.1):
            for name, definition in self.definitions.items():
                if name not in self.containers:
                    if all(self._fulfilled(each) for each in definition.get("dependsOn", ())):
                        self._start(name)
                    continue
                running = self.containers[name]
                before = running.state.get("Running")
                running.state = self._inspect(running.id)["State"]
                if before is not False and not running.state["Running"]:
                    self._has_ended(name, running)
        self._stop_in_order()
        self.daemon.client.remove_container(self._pause, force=True)
        self.ended.set()

    def _has_ended(self, name: str, running: Running) -> None:
        self.events.append(f"{name} ended {running.state['ExitCode']}")
        policy = running.definition.get("restartPolicy", {})
        if policy.get("enabled") and time.monotonic() - running.started >= policy["restartAttemptPeriod"]:
            running.restarts += 1
            running.started = time.monotonic()
            self.daemon.client.start(running.id)
            running.state = {}
        elif running.definition["essential"]:
            self.reason = f"essential container {name} exited with {running.state['ExitCode']}"
            self.stopping.set()

    def _fulfilled(self, dependency: Mapping[str, str]) -> bool:
        name, condition = dependency["containerName"], dependency["condition"]
        if name not in self.containers:
            return False
        state = self.containers[name].state
        if condition == "START":
            return bool(state)
        if condition == "HEALTHY":
            return self._health(name) == "healthy"
        return state.get("Running") is False and (condition == "COMPLETE" or state["ExitCode"] == 0)

    def _health(self, name: str) -> str:
        found = self.containers[name].state.get("Health", {}) if name in self.containers else {}
        return str(found.get("Status", "starting"))

    def _start(self, name: str) -> None:
        definition = self.definitions[name]
        told = {each["name"]: fill(each["value"], self._known) for each in definition.get("environment", ())}
        own, host = arguments(definition, {key: self._settings.get(key, value) for key, value in told.items()})
        if self._start_period is not None and "healthcheck" in own:
            own["healthcheck"] |= {"start_period": self._start_period * 1_000_000_000, "retries": 3}
        host["network_mode"] = f"container:{self._pause}"
        host["binds"] = [
            f"{self.name}-{each['sourceVolume']}:{each['containerPath']}:{'ro' if each['readOnly'] else 'rw'}"
            for each in definition.get("mountPoints", ())
        ]
        made = self.daemon.client.create_container(
            name=f"{self.name}-{name}", host_config=self.daemon.client.create_host_config(**host), **own
        )
        self.daemon.client.start(made["Id"])
        self.containers[name] = Running(definition, made["Id"], started=time.monotonic())
        self.events.append(f"{name} started")

    def _stop_in_order(self) -> None:
        """A container is stopped when nothing that depends on it runs any more."""
        while running := [name for name, each in self.containers.items() if self._inspect(each.id)["State"]["Running"]]:
            last = [name for name in running if not any(self._depends(other, name) for other in running)]
            threads = [Thread(target=self._stop_one, args=(name,)) for name in last]
            for each in threads:
                each.start()
            for each in threads:
                each.join()

    def _depends(self, other: str, name: str) -> bool:
        return any(each["containerName"] == name for each in self.definitions[other].get("dependsOn", ()))

    def _stop_one(self, name: str) -> None:
        self.events.append(f"{name} told")
        running = self.containers[name]
        self.daemon.client.stop(running.id, timeout=running.definition.get("stopTimeout", DEFAULT_STOP))
        self.events.append(f"{name} stopped")

    def _kill(self, running: Running) -> None:
        if self._inspect(running.id)["State"]["Running"]:
            self.daemon.client.kill(running.id)

    def _make_network(self, image: str, definition: TaskDefinition) -> str:
        """The pause container: the task's network namespace, its address, resolver and system controls."""
        controls = [control for each in definition.containers for control in each.get("systemControls", ())]
        host = self.daemon.client.create_host_config(
            dns=[ADDRESS],
            dns_opt=["timeout:1"],
            sysctls={each["namespace"]: each["value"] for each in controls},
        )
        made = self.daemon.client.create_container(
            image, ["sleep", "86400"], name=f"{self.name}-pause", host_config=host
        )
        self.daemon.client.start(made["Id"])
        return str(made["Id"])

    def _inspect(self, container: str) -> dict[str, Any]:
        found: dict[str, Any] = self.daemon.client.inspect_container(container)
        return found
