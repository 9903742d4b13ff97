"""Tasks and programs on this machine: as values, and as configuration of supervisord."""

import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Self

# startsecs=0: supervisord counts no start as failed, so it neither backs off nor gives up.
_SECTION = """\
[program:{task}+{program.name}]
process_name={program.name}
command=/bin/sh tasks/{task}/{program.name}.sh
autorestart=true
startsecs=0
stopsignal={program.stop_signal}
stopwaitsecs={program.stop_seconds}
stopasgroup=true
redirect_stderr=true
stdout_logfile=logs/{task}/{program.name}.log
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=2
"""
# The first check ends children that outlived their killed parent and would keep its port. The second one limits the
# restarts of a program that crashes at once.
_SCRIPT = """\
#!/bin/sh
# {task}: {program}. Written by Meshwright for supervisord.
state={state}
starts=0 last=0 group=0
read -r starts last group 2>/dev/null <"$state"
now=$(date +%s)
if [ "${{group:-0}}" -gt 1 ]; then
    kill -0 "$group" 2>/dev/null || kill -KILL "-$group" 2>/dev/null
    [ $((now - last)) -ge 2 ] || sleep 1
fi
echo "$((${{starts:-0}} + 1)) $now $$" >"$state"
cd {directory} && exec env {words}
"""


@dataclass(frozen=True)
class Program:
    """One process that is restarted whenever it ends.

    name: unique within its task: "app", "envoy", "agent".
    command: the program and its arguments; no shell reads them.
    environment: in addition to a few variables of the machine (PATH, HOME, language, time zone).
    directory: where it runs. Must exist.
    stop_seconds: from the stop signal to SIGKILL; 10 if absent.
    stop_signal: name without SIG, sent to the whole process group; "TERM" if absent.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    directory: str
    stop_seconds: int = 10
    stop_signal: str = "TERM"


@dataclass(frozen=True)
class LocalTask:
    """One instance of one version: its application, its Envoy and its agent, started and stopped together.

    name: unique on the machine's mesh: "checkout-v1-0".
    ports: the ports of 127.0.0.1 that the programs bind, by name; none if absent. They are checked before a start.
    """

    name: str
    programs: tuple[Program, ...]
    ports: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The task as JSON values; `from_json` restores it."""
        value = asdict(self)
        for program in value["programs"]:
            program["command"] = list(program["command"])
        value["programs"] = list(value["programs"])
        return value

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """The task that `to_json` wrote. Whole numbers may be floats, as in Pulumi's state.

        Raises KeyError, TypeError or ValueError for any other value.
        """
        programs = (
            Program(
                name=program["name"],
                command=tuple(program["command"]),
                environment=dict(program["environment"]),
                directory=program["directory"],
                stop_seconds=int(program["stop_seconds"]),
                stop_signal=program["stop_signal"],
            )
            for program in value["programs"]
        )
        return cls(value["name"], tuple(programs), {name: int(port) for name, port in value["ports"].items()})


@dataclass(frozen=True)
class ProgramStatus:
    """The state of one program.

    state: supervisord's: RUNNING, STOPPING, EXITED (it will be restarted); STOPPED without a daemon.
    pid, since: None while it does not run.
    restarts: since the task was put or the daemon started. Many, with a recent `since`, mean that it keeps crashing.
    """

    task: str
    program: str
    state: str
    pid: int | None
    since: datetime | None
    log: Path
    restarts: int


def sections(task: LocalTask) -> str:
    """The sections of supervisord.conf for this task: a process group and its programs."""
    programs = ",".join(f"{task.name}+{program.name}" for program in task.programs)
    parts = [_SECTION.format(task=task.name, program=program) for program in task.programs]
    return "".join([f"[group:{task.name}]\nprograms={programs}\n", *parts])


def script(task: LocalTask, program: Program, state: Path) -> str:
    """The shell script that executes this program. It writes the number of starts, the time of the last one and the process
    group to `state`."""
    variables = [f"{name}={value}" for name, value in program.environment.items()]
    return _SCRIPT.format(
        task=task.name,
        program=program.name,
        state=shlex.quote(str(state)),
        directory=shlex.quote(program.directory),
        words=shlex.join([*variables, *program.command]),
    )
