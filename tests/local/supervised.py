"""Small tasks for supervisord, and what they do."""

import socket
import sys
from pathlib import Path
from typing import Any

from tests.ports import some_port

from meshwright.local.program import LocalTask, Program, ProgramStatus
from meshwright.local.supervisor import Supervisor

SLEEP = "import time; time.sleep(600)"


LISTEN = "import socket, sys, time; s = socket.create_server(('127.0.0.1', {port})); time.sleep(600)"


def python(name: str, code: str, directory: Path, **options: Any) -> Program:
    environment = options.pop("environment", {})
    return Program(name, (sys.executable, "-S", "-c", code), environment, str(directory), **options)


def task(
    name: str, directory: Path, code: str = SLEEP, ports: dict[str, int] | None = None, **options: Any
) -> LocalTask:
    return LocalTask(name, (python("app", code, directory, **options),), ports or {})


def listener(name: str, directory: Path, port: int) -> LocalTask:
    return task(name, directory, LISTEN.format(port=port), {"app": port})


def only(supervisor: Supervisor, name: str, program: str = "app") -> ProgramStatus:
    (found,) = [one for one in supervisor.status() if (one.task, one.program) == (name, program)]
    return found


def started(supervisor: Supervisor, name: str, program: str = "app") -> int:
    """The program's pid, once the shell has executed the program."""
    pid = only(supervisor, name, program).pid
    return pid if pid and b"import" in command(pid) else 0


def command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


_given: set[int] = set()


def free_port() -> int:
    """A free port below the range of outgoing connections. Never the same one again."""
    while True:
        port = some_port()
        if port in _given:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port
