"""The real Pulumi engine, with a project, a state and ports of its own for each test."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from meshwright.local.mesh import LocalMesh

ROOT = Path(__file__).parents[2]

_STACK = """\
from meshwright import Environment, Local, Process
from shop import shop

def environment(canary: int = 10) -> Environment:
    sample = Process(["python", "-m", "meshwright.samples.echo"])
    return Environment("local", shop(canary=canary, port={gateway}), platform=Local({{"*": sample}}, first_port={first}))
"""


@dataclass(frozen=True)
class Project:
    """A copy of this repository's Pulumi project, and the engine to run it."""

    folder: Path
    gateway: int
    environment: Mapping[str, str]

    def pulumi(self, *arguments: str, fails: bool = False) -> str:
        """The output of one command. A command that should fail and succeeds fails the test."""
        done = subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
            check=False,
        )
        assert (done.returncode != 0) == fails, done.stdout
        return done.stdout

    def up(self) -> str:
        return self.pulumi("up", "--yes", "--stack", "local")

    def preview(self) -> dict[str, str]:
        """The operations of a preview, by the resource's type and name, without unchanged resources."""
        steps = json.loads(self.pulumi("preview", "--json", "--stack", "local"))["steps"]
        return {_short(step["urn"]): step["op"] for step in steps if step["op"] != "same"}

    def outputs(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.pulumi("stack", "output", "--json", "--stack", "local"))
        return found

    def write(self, file: str, text: str) -> None:
        (self.folder / "stacks" / file).write_text(text)

    @property
    def mesh(self) -> LocalMesh:
        return LocalMesh(self.folder / ".meshwright" / "local", self.folder)


def _short(urn: str) -> str:
    kind, name = urn.split("::")[-2:]
    return f"{kind.rpartition(':')[2]} {name}"


@pytest.fixture
def project(tmp_path: Path, worker_id: str) -> Iterator[Project]:
    assert shutil.which("pulumi"), "the Pulumi CLI is not on PATH: run the tests by `make test`, which sees to it"
    number = int(worker_id.removeprefix("gw")) if worker_id.startswith("gw") else 0
    gateway = 28000 + number * 500
    for name in ("Pulumi.yaml", "__main__.py"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "stacks").mkdir()
    shutil.copy(ROOT / "stacks" / "shop.py", tmp_path / "stacks")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    state = tmp_path / ".pulumi" / "state"
    state.mkdir(parents=True)
    environment = os.environ | {
        "PULUMI_HOME": str(tmp_path / ".pulumi" / "home"),
        "PULUMI_BACKEND_URL": state.as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "NO_COLOR": "1",
    }
    made = Project(tmp_path, gateway, environment)
    made.write("local.py", _STACK.format(gateway=gateway, first=gateway + 10))
    made.pulumi("stack", "init", "local")
    try:
        yield made
    finally:
        made.mesh.down()


def kill(pid: int) -> None:
    """Ends a process with SIGKILL."""
    os.kill(pid, signal.SIGKILL)
