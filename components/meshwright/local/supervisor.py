"""The processes of one local mesh, kept alive by supervisord: one daemon per state folder.

supervisord.conf  supervisord.pid  supervisor.sock  lock  locks/
tasks/<task>/task.json            what `put` was given
tasks/<task>/<program>.sh         what supervisord runs: sets up the environment, then becomes the program
tasks/<task>/<program>.starts     how often it was started, when last, and its process group
logs/supervisord.log  logs/<task>/<program>.log
"""

import fcntl
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import Faults, SupervisorTransport

from meshwright.local import LocalError, PortTaken, ports
from meshwright.local.processes import MARK, end, living
from meshwright.local.program import LocalTask, ProgramStatus, script, sections

# All that the daemon gets from its caller: whoever starts a mesh may have secrets in the environment.
_INHERITED = ("HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "TMPDIR", "TZ", "USER")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PATIENCE = 10.0  # seconds for what should take a moment

# Paths are relative to the folder, names are plain, the rest is in the scripts: nothing here needs quoting.
_DAEMON = """\
[supervisord]
logfile=logs/supervisord.log
logfile_maxbytes=1MB
logfile_backups=2
pidfile=supervisord.pid
[unix_http_server]
file={socket}
chmod=0700
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""


class Supervisor:
    """The daemon of one state folder, and the tasks it keeps alive.

    Any number of threads and processes may use the same folder at once. Making one does nothing yet.
    A program that ends, however it ends, is started again within seconds and without limit.
    Where there is no /proc, processes that a killed daemon left behind are not found.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._socket = self.folder / "supervisor.sock"
        if len(os.fsencode(self._socket)) > 90:  # systems allow 103 or 107; supervisord appends its pid
            digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
            self._socket = Path(f"/tmp/meshwright-{os.getuid()}-{digest}.sock")

    def start(self) -> None:
        """Start the daemon with every task of the folder, unless it runs. It outlives caller and shell.

        What a killed daemon left running is ended first. Raises PortTaken before anything is started,
        LocalError if supervisord does not come up.
        """
        with self._locked():
            self._start()

    def running(self) -> bool:
        """Whether the daemon is there and keeps its programs alive."""
        # The socket may lie elsewhere: a daemon whose folder was removed is none.
        if not (self.folder / "supervisord.pid").exists():
            return False
        try:
            return bool(self._call("getState")["statename"] == "RUNNING")
        except LocalError:
            return False

    def stop(self) -> None:
        """End every program and the daemon, and forget the tasks; logs stay. Returns when no process is left.

        Raises LocalError, naming them, if there are processes that do not even end on SIGKILL.
        """
        with self._locked():
            with suppress(LocalError):  # no daemon, or it is killed meanwhile
                self._call("stopAllProcesses")  # all at once; a shutdown alone ends one task after the other
                self._call("shutdown")
                self._wait(lambda: living(self.folder) == living(self.folder, "SUPERVISOR_ENABLED=1"))
            end(self.folder)
            shutil.rmtree(self.folder / "tasks", ignore_errors=True)
            for path in (self._socket, self.folder / "supervisord.pid", self.folder / "supervisord.conf"):
                path.unlink(missing_ok=True)

    def put(self, task: LocalTask) -> None:
        """Have this task run as given: start it, replace it if its definition changed, else leave it alone.

        Starts the daemon if need be. Raises PortTaken before anything is started or stopped, LocalError for
        a name that can't be a file's, two programs of one name, or an unknown signal.
        """
        names = [program.name for program in task.programs]
        for program in task.programs:
            _check_name(program.name)
            if f"SIG{program.stop_signal}" not in signal.Signals.__members__:
                raise LocalError(f"{task.name}: there is no signal SIG{program.stop_signal}; TERM is usual.")
        if not names or len(set(names)) < len(names):
            raise LocalError(f"{task.name}: a task needs programs with different names; it has {names}.")
        with self._locked(task.name):
            with self._locked():
                self._start()
                others = self.tasks()
                unchanged = others.pop(task.name, None) == task
                if unchanged and task.name in self._groups():
                    return
                self._check_ports(task, others)
            self._drop(task.name)  # outside of the folder's lock: other tasks don't wait for this one's end
            with self._locked():
                self._start()
                others = self.tasks()
                others.pop(task.name, None)
                self._check_ports(task, others)
                self._write(task)
                self._configure({**others, task.name: task})
                self._call("reloadConfig")
                self._call("addProcessGroup", task.name)

    def remove(self, name: str) -> None:
        """Stop this task's programs, all at once, and forget it; logs stay. An unknown name is no error."""
        with self._locked(name):
            self._drop(name)
            with self._locked():
                shutil.rmtree(self.folder / "tasks" / name, ignore_errors=True)
                if self.running():
                    self._configure(self.tasks())
                    self._call("reloadConfig")

    def tasks(self) -> dict[str, LocalTask]:
        """The tasks that were put and not removed, by name, whether the daemon runs or not."""
        found = {}
        for path in sorted(self.folder.glob("tasks/*/task.json")):
            with suppress(FileNotFoundError):  # removed meanwhile
                found[path.parent.name] = LocalTask.from_json(json.loads(path.read_text()))
        return found

    def status(self) -> list[ProgramStatus]:
        """Every program of every task as it is now, sorted by task."""
        live = {(info["group"], info["name"]): info for info in self._processes()} if self.running() else {}
        stopped = {"statename": "STOPPED", "pid": 0, "start": 0}
        found = []
        for task in self.tasks().values():
            for program in task.programs:
                info = live.get((task.name, program.name), stopped)
                found.append(
                    ProgramStatus(
                        task=task.name,
                        program=program.name,
                        state=info["statename"],
                        pid=info["pid"] or None,
                        since=datetime.fromtimestamp(info["start"], UTC) if info["pid"] else None,
                        log=self.folder / "logs" / task.name / f"{program.name}.log",
                        restarts=max(0, self._starts(task.name, program.name) - 1),
                    )
                )
        return found

    @contextmanager
    def _locked(self, task: str | None = None) -> Iterator[None]:
        """Hold the folder's lock, or one task's. Who needs both takes the task's first."""
        if task is not None:
            _check_name(task)
        (self.folder / "locks").mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)  # environments of programs may hold secrets
        with (self.folder / "locks" / task if task else self.folder / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _start(self) -> None:
        if self.running():
            return
        end(self.folder)
        tasks = self.tasks()
        for task in tasks.values():
            self._check_ports(task, {})
        for task in tasks.values():
            self._write(task)
        self._configure(tasks)
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        done = subprocess.run(
            [sys.executable, "-P", "-m", "supervisor.supervisord", "-c", "supervisord.conf"],
            cwd=self.folder,
            env={**environment, MARK: str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            check=False,
        )
        if done.returncode or not self._wait(self.running):
            raise LocalError(
                f"supervisord does not start (exit code {done.returncode}): {done.stdout.strip()} "
                f"See {self.folder / 'logs' / 'supervisord.log'}."
            )

    def taken(self, task: LocalTask) -> list[PortTaken]:
        """Every port that stands in the way of this task, other tasks of the folder included. Changes nothing."""
        others = self.tasks()
        others.pop(task.name, None)
        return list(self._taken(task, others))

    def _check_ports(self, task: LocalTask, others: dict[str, LocalTask]) -> None:
        for error in self._taken(task, others):
            raise error

    def _taken(self, task: LocalTask, others: dict[str, LocalTask]) -> Iterator[PortTaken]:
        promised = {port: other.name for other in others.values() for port in other.ports.values()}
        taken = ports.taken(task.ports.values())
        own = living(self.folder, f"SUPERVISOR_GROUP_NAME={task.name}") if taken else set()
        for name, port in task.ports.items():
            if port in promised:
                yield PortTaken(port, name, task.name, f"the task {promised[port]}")
            elif port in taken:
                holders = ports.holders(port)
                if not holders or not holders <= own:
                    yield PortTaken(port, name, task.name, taken[port])

    def _write(self, task: LocalTask) -> None:
        folder = self.folder / "tasks" / task.name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (self.folder / "logs" / task.name).mkdir(parents=True, exist_ok=True)
        for program in task.programs:
            path = folder / f"{program.name}.sh"
            path.write_text(script(task, program, folder / f"{program.name}.starts"))
        _replace(folder / "task.json", json.dumps(task.to_json(), indent=2))

    def _configure(self, tasks: dict[str, LocalTask]) -> None:
        (self.folder / "logs").mkdir(exist_ok=True)
        socket = self._socket.name if self._socket.parent == self.folder else self._socket
        text = _DAEMON.format(socket=socket) + "".join(map(sections, tasks.values()))
        _replace(self.folder / "supervisord.conf", text)

    def _drop(self, name: str) -> None:
        """Stop a task's group, remove it from the daemon, and end what is left of it."""
        deadline = time.monotonic() + _PATIENCE
        while self.running() and name in self._groups():
            self._call("stopProcessGroup", name)  # returns when all have stopped, by SIGKILL if need be
            try:
                self._call("removeProcessGroup", name)
            except xmlrpc.client.Fault as fault:
                # A program that had just crashed was not running to be stopped, and was started meanwhile.
                if fault.faultCode != Faults.STILL_RUNNING or time.monotonic() > deadline:
                    raise LocalError(f"{name} does not stop: {fault.faultString}") from fault
        end(self.folder, f"SUPERVISOR_GROUP_NAME={name}")

    def _starts(self, task: str, program: str) -> int:
        try:
            return int((self.folder / "tasks" / task / f"{program}.starts").read_text().split()[0])
        except (OSError, IndexError, ValueError):  # not started yet, or being written
            return 0

    def _groups(self) -> set[str]:
        return {info["group"] for info in self._processes()}

    def _processes(self) -> list[dict[str, Any]]:
        return list(self._call("getAllProcessInfo"))

    def _call(self, method: str, *arguments: object) -> Any:
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        try:
            with xmlrpc.client.ServerProxy("http://localhost", transport=transport) as proxy:
                return getattr(proxy.supervisor, method)(*arguments)
        except (OSError, http.client.HTTPException, xmlrpc.client.ProtocolError) as error:
            raise LocalError(f"The supervisord of {self.folder} does not answer: {error}.") from error
        finally:
            transport.close()

    @staticmethod
    def _wait(condition: Callable[[], bool]) -> bool:
        deadline = time.monotonic() + _PATIENCE
        while not (met := condition()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return met


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise LocalError(f"{name!r} can't name a task or program: use letters, digits, '.', '_' and '-'.")


def _replace(path: Path, text: str) -> None:
    """Write a file so that nobody ever reads half of it."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text)
    draft.replace(path)
