"""The tasks of one local mesh, kept alive by supervisord: one daemon per state folder.

supervisord.conf  supervisord.pid  supervisor.sock  lock  locks/
tasks/<task>/task.json            the task as it was given to `put`
tasks/<task>/<program>.sh         the script that supervisord runs: sets the environment, then executes the program
tasks/<task>/<program>.starts     number of starts, time of the last one, and the process group
logs/supervisord.log  logs/<task>/<program>.log
"""

import fcntl
import json
import re
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from meshwright.local import LocalError, PortTaken, ports
from meshwright.local.daemon import Daemon, replace
from meshwright.local.processes import end, living
from meshwright.local.program import LocalTask, ProgramStatus, script

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Supervisor:
    """The tasks of one state folder.

    Any number of threads and processes may use the same folder at once. The constructor starts nothing. A program that
    ends, with any exit code, is restarted within seconds and without limit. Without /proc, processes that a killed daemon
    left running are not found.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._daemon = Daemon(self.folder)

    def start(self) -> None:
        """Starts the daemon with every task of the folder, unless it runs. It outlives its caller and the shell.

        Processes that a killed daemon left running are ended first. Raises PortTaken before anything is started, and
        LocalError if supervisord does not start.
        """
        with self._locked():
            self._start()

    def running(self) -> bool:
        """Whether the daemon runs and keeps its programs alive."""
        return self._daemon.running()

    def stop(self) -> None:
        """Ends every program and the daemon, and removes the tasks; logs stay. Returns when no process is left.

        Raises LocalError with the ids of processes that do not end on SIGKILL.
        """
        with self._locked():
            with suppress(LocalError):  # no daemon, or it is killed meanwhile
                self._daemon.call("stopAllProcesses")  # all at once; a shutdown alone ends one task after the other
                self._daemon.call("shutdown")
                self._daemon.wait(lambda: living(self.folder) == living(self.folder, "SUPERVISOR_ENABLED=1"))
            end(self.folder)
            shutil.rmtree(self.folder / "tasks", ignore_errors=True)
            self._daemon.forget()

    def put(self, task: LocalTask) -> None:
        """Starts this task, or replaces it if its definition changed. An unchanged task is not touched.

        Starts the daemon if it does not run. Raises PortTaken before anything is started or stopped, and LocalError for a
        name that cannot be a file's, two programs of one name, or an unknown signal.
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
                if unchanged and task.name in self._daemon.groups():
                    return
                self._check_ports(task, others)
            self._drop(task.name)  # without the folder's lock: other tasks do not wait until this one has stopped
            with self._locked():
                self._start()
                others = self.tasks()
                others.pop(task.name, None)
                self._check_ports(task, others)
                self._write(task)
                self._daemon.configure([*others.values(), task])
                self._daemon.call("reloadConfig")
                self._daemon.call("addProcessGroup", task.name)

    def remove(self, name: str) -> None:
        """Stops this task's programs, all at once, and removes the task; logs stay. An unknown name is no error."""
        with self._locked(name):
            self._drop(name)
            with self._locked():
                shutil.rmtree(self.folder / "tasks" / name, ignore_errors=True)
                if self.running():
                    self._daemon.configure(self.tasks().values())
                    self._daemon.call("reloadConfig")

    def tasks(self) -> dict[str, LocalTask]:
        """The tasks that were put and not removed, by name, whether the daemon runs or not."""
        found = {}
        for path in sorted(self.folder.glob("tasks/*/task.json")):
            with suppress(FileNotFoundError):  # removed meanwhile
                found[path.parent.name] = LocalTask.from_json(json.loads(path.read_text()))
        return found

    def status(self) -> list[ProgramStatus]:
        """The state of every program, sorted by task."""
        live = {(info["group"], info["name"]): info for info in self._daemon.processes()} if self.running() else {}
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
        """Holds the folder's lock, or one task's. A caller that needs both takes the task's first."""
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
        self._daemon.configure(tasks.values())
        self._daemon.start()

    def taken(self, task: LocalTask) -> list[PortTaken]:
        """Every port of this task that is taken, by other tasks of the folder too. Changes nothing."""
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
        replace(folder / "task.json", json.dumps(task.to_json(), indent=2))

    def _drop(self, name: str) -> None:
        """Stops a task's programs, removes them from the daemon, and ends what is left of them."""
        self._daemon.stop_group(name)
        end(self.folder, f"SUPERVISOR_GROUP_NAME={name}")

    def _starts(self, task: str, program: str) -> int:
        try:
            return int((self.folder / "tasks" / task / f"{program}.starts").read_text().split()[0])
        except (OSError, IndexError, ValueError):  # not started yet, or being written
            return 0


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise LocalError(f"{name!r} is not a name for a task or program: use letters, digits, '.', '_' and '-'.")
