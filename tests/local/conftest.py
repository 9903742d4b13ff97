"""Real meshes on this machine, each test with ports and a state folder of its own."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.waiting import DEADLINE

from meshwright import (
    AccessLog,
    Environment,
    Gateway,
    GatewayRoute,
    Local,
    Mesh,
    Process,
    Route,
    Service,
    Version,
)
from meshwright.local.mesh import LocalMesh
from meshwright.local.processes import living
from meshwright.local.supervisor import Supervisor
from meshwright.plan import resolve
from meshwright.plan.model import Plan


@dataclass(frozen=True)
class Ports:
    """A block of ports that no other worker of the run uses, below those that the system gives out by itself."""

    gateway: int
    first: int


@pytest.fixture(scope="session")
def ports(worker_id: str) -> Ports:
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    return Ports(24000 + number * 500, 24010 + number * 500)


@pytest.fixture
def mesh(tmp_path: Path) -> Iterator[LocalMesh]:
    """A mesh that is taken down at the end, whatever happened."""
    made = LocalMesh(tmp_path / "state", tmp_path)
    try:
        yield made
    finally:
        made.down()


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path / "a folder; with #odd % 'names' [x]")
    yield made
    made.stop()
    assert living(made.folder) == set()


def shop(
    ports: Ports,
    weights: Mapping[str, int],
    *,
    instances: Mapping[str, int] | None = None,
    routes: tuple[Route, ...] = (),
) -> Plan:
    """A gateway before one service with these versions."""
    echo = ["python", "-m", "meshwright.samples.echo"]
    counts = instances or {}
    versions = [Version(name, Process(echo, instances=counts.get(name, 1))) for name in weights]
    checkout = Service("checkout", port=8080, versions=versions, routes=[*routes, Route("main", to=dict(weights))])
    public = Gateway("public", port=ports.gateway, routes=[GatewayRoute("all", to=checkout)])
    platform = Local(first_port=ports.first)
    log = AccessLog(failures_only=True)  # all of it that a failed test asks for
    mesh = Mesh("shop", services=[checkout], gateways=[public], access_log=log)
    return resolve(Environment("test", mesh, platform=platform))


class Load:
    """Sends requests while a test does something else."""

    def __init__(self, url: str, connections: int = 16) -> None:
        script = Path(__file__).with_name("load.py")
        self._process = subprocess.Popen(
            [sys.executable, str(script), url, str(connections)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def stop(self) -> dict[str, Any]:
        """Ends the load and returns its result."""
        out, _ = self._process.communicate(timeout=DEADLINE)
        result: dict[str, Any] = json.loads(out)
        return result

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@pytest.fixture
def load(ports: Ports) -> Iterator[Callable[..., Load]]:
    started: list[Load] = []

    def start(connections: int = 16) -> Load:
        started.append(Load(f"http://127.0.0.1:{ports.gateway}/?calls=no", connections))
        return started[-1]

    yield start
    for each in started:
        each.kill()


def get(url: str, headers: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Status, answering node and body of one request."""
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=dict(headers or {})), timeout=DEADLINE
        ) as answer:
            return answer.status, answer.headers.get("x-meshwright-node", ""), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, "", error.read().decode()


def pids(mesh: LocalMesh) -> dict[tuple[str, str], int | None]:
    """Every program's process id."""
    return {(each.task, each.program): each.pid for each in mesh.supervisor.status()}


def failures(mesh: LocalMesh) -> str:
    """The access log entries of failed requests, of all Envoys."""
    logs = sorted(mesh.folder.glob("logs/*/envoy.log"), key=lambda log: log.parent.name != "public.0")
    return "\n".join(f"{log.parent.name} {line}" for log in logs for line in log.read_text().splitlines()[:20])


def kill(pid: int) -> None:
    """Ends a process with SIGKILL."""
    os.kill(pid, signal.SIGKILL)
