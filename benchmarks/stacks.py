"""Pulumi programs, run by the real engine against a test double of AWS's provider."""

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

from tests.standin.client import Standin

from benchmarks.run import Run, run

ROOT = Path(__file__).parent.parent


class Stack:
    """An empty stack of one program of `benchmarks.programs`, and a test double of its own, in a new folder."""

    def __init__(self, folder: Path, program: str) -> None:
        (folder / "backend").mkdir(parents=True)
        (folder / "Pulumi.yaml").write_text("name: engine\nruntime: python\n")
        (folder / "__main__.py").write_text(f"import benchmarks.programs.{program}\n")
        self._folder = folder
        standin = Standin(folder / "standin").environment
        self._environment = (
            os.environ
            | standin
            | {
                "PATH": f"{_pulumi()}{os.pathsep}{standin['PATH']}",
                "PYTHONPATH": str(ROOT),
                "PYTHONWARNINGS": "ignore",
                "PULUMI_HOME": str(folder / "home"),
                "PULUMI_BACKEND_URL": (folder / "backend").as_uri(),
                "PULUMI_CONFIG_PASSPHRASE": "",
            }
        )
        self._run("stack", "init", "dev")
        self._run("config", "set", "aws:region", "eu-west-1")

    def give(self, name: str, content: Any) -> None:
        """Puts a JSON file beside the program."""
        (self._folder / name).write_text(json.dumps(content))

    def read(self, name: str) -> Any:
        """A JSON file that the program left."""
        return json.loads((self._folder / name).read_text())

    def preview(self) -> Run:
        """Previews all of it."""
        return self._run("preview")

    def up(self) -> Run:
        """Makes all of it, without a preview first."""
        return self._run("up", "--yes", "--skip-preview")

    def state(self) -> dict[str, Any]:
        """What the engine knows after `up`."""
        found: dict[str, Any] = json.loads(self._run("stack", "export").output)
        return found

    def _run(self, *arguments: str) -> Run:
        return run(["pulumi", "--non-interactive", *arguments], self._folder, self._environment)


@cache
def _pulumi() -> str:
    """The folder of the Pulumi CLI, which is looked for, or built, as `make` does."""
    return run([sys.executable, str(ROOT / "tools/pulumi_cli.py")], ROOT, os.environ).output.strip()
