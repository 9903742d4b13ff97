"""Tasks that supervisord starts and restarts: real supervisord, real processes."""

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from tests.local.supervised import LISTEN, command, free_port, listener, listening, only, python, started, task
from tests.waiting import until

from meshwright.local.processes import living
from meshwright.local.program import LocalTask, Program
from meshwright.local.supervisor import Supervisor


def test_a_put_task_runs_with_a_log_and_its_own_environment_only(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    nasty = {
        "QUOTES": """it's "so" `so` $HOME \\ ${x}""",
        "PERCENT": "100% %(here)s %(ENV_HOME)s %d",
        "LINES": "one\ntwo\n",
        "COMMAS": "a=\"b\",c='d',e",
        "COMMENTS": "a ; b # c ;d",
        "UNICODE": "grüße 網",
        "SPACES": "  x  ",
        "EMPTY": "",
        "x.y-z": "no identifier",
    }
    code = "import json, os, sys, time; print(json.dumps([dict(os.environ), sys.argv[1:], os.getcwd()]));"
    argument = "an 'argument' ; # %s $PATH\n\"x\""
    program = python(
        "app",
        code + "sys.stdout.flush(); print('END', file=sys.stderr); time.sleep(600)",
        tmp_path,
        environment=nasty,
    )
    program = Program(**{**program.__dict__, "command": (*program.command, argument, "")})
    supervisor.put(LocalTask("web-v1", (program,)))
    log = only(supervisor, "web-v1").log
    until("the program has written", lambda: log.exists() and "END" in log.read_text())
    environment, arguments, directory = json.loads(log.read_text().split("END")[0])
    assert {name: environment.get(name) for name in nasty} == nasty
    assert arguments == [argument, ""]
    assert directory == str(tmp_path)
    assert "AWS_SECRET_ACCESS_KEY" not in environment
    assert b"hush" not in b"".join(Path(f"/proc/{pid}/environ").read_bytes() for pid in living(supervisor.folder))
    assert not {name for name in environment if name.startswith("PYTEST")}
    assert supervisor.folder.stat().st_mode & 0o077 == 0


def test_the_daemon_outlives_its_caller_and_its_session(supervisor: Supervisor, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from meshwright.local.supervisor import Supervisor;"
        "Supervisor(Path(sys.argv[1])).start()"
    )
    subprocess.run([sys.executable, "-c", code, str(supervisor.folder)], check=True, start_new_session=True)
    assert supervisor.running()
    (daemon,) = living(supervisor.folder)
    assert os.getsid(daemon) == daemon
    supervisor.start()
    assert living(supervisor.folder) == {daemon}


def restarted(supervisor: Supervisor, before: int) -> bool:
    return started(supervisor, "web-v1") not in (0, before)


def test_a_killed_program_is_back(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.put(task("web-v1", tmp_path))
    for restarts in (1, 2, 3):
        before = until("web-v1 runs", lambda: started(supervisor, "web-v1"))
        os.kill(before, signal.SIGKILL)
        until("web-v1 runs again", partial(restarted, supervisor, before))
        assert only(supervisor, "web-v1").restarts == restarts


@pytest.mark.parametrize("code", [0, 1])
def test_a_program_that_ends_by_itself_is_started_again(supervisor: Supervisor, tmp_path: Path, code: int) -> None:
    supervisor.put(task("web-v1", tmp_path, f"import sys; sys.exit({code})"))
    until("three restarts", lambda: only(supervisor, "web-v1").restarts >= 3)


def test_a_program_that_keeps_crashing_is_back_soon_after_its_cause_is_gone(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    cause = tmp_path / "cause"
    cause.touch()
    code = f"import os, sys, time; os.path.exists({str(cause)!r}) and sys.exit(3);open('up', 'w'); time.sleep(600)"
    supervisor.put(task("web-v1", tmp_path, code))
    began = time.monotonic()
    until("six restarts", lambda: only(supervisor, "web-v1").restarts >= 6)
    assert time.monotonic() - began > 3, "it restarts without a pause and takes a whole core"
    cause.unlink()
    until("the program is up", (tmp_path / "up").exists)
    pid = until("web-v1 runs", lambda: started(supervisor, "web-v1"))
    assert only(supervisor, "web-v1").pid == pid


def test_a_command_that_does_not_exist_yet_runs_once_it_does(supervisor: Supervisor, tmp_path: Path) -> None:
    late = tmp_path / "late"
    supervisor.put(LocalTask("web-v1", (Program("app", (str(late),), {}, str(tmp_path)),)))
    until("the log says why", lambda: "No such file" in only(supervisor, "web-v1").log.read_text())
    late.write_text("#!/bin/sh\n: > up\nexec sleep 600\n")
    late.chmod(0o755)
    until("the program is up", (tmp_path / "up").exists)


def test_children_of_a_killed_program_do_not_keep_its_port(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {LISTEN.format(port=port)!r}])"
    supervisor.put(task("web-v1", tmp_path, code, {"app": port}))
    until(f"somebody listens on {port}", lambda: listening(port))
    before = started(supervisor, "web-v1")
    (child,) = living(supervisor.folder, "SUPERVISOR_GROUP_NAME=web-v1") - {before}
    os.kill(before, signal.SIGKILL)
    until(
        "the child is gone, and its port in use again",
        lambda: child not in living(supervisor.folder) and listening(port),
    )
    supervisor.remove("web-v1")
    assert not listening(port)


def test_the_same_definition_is_not_touched(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()
    supervisor.put(listener("web-v1", tmp_path, port))
    until(f"somebody listens on {port}", lambda: listening(port))
    before = supervisor.status()
    supervisor.put(listener("web-v1", tmp_path, port))
    Supervisor(supervisor.folder).start()
    assert supervisor.status() == before
    assert before[0].pid


def test_a_changed_definition_replaces_only_its_own_task(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()
    supervisor.put(listener("web-v1", tmp_path, port))
    supervisor.put(task("cart-v1", tmp_path))
    until(f"somebody listens on {port}", lambda: listening(port))
    web, cart = only(supervisor, "web-v1").pid, only(supervisor, "cart-v1").pid
    changed = task("web-v1", tmp_path, LISTEN.format(port=port), {"app": port}, environment={"COLOUR": "blue"})
    supervisor.put(changed)
    until(f"somebody listens on {port}", lambda: listening(port))
    assert only(supervisor, "web-v1").pid != web
    assert only(supervisor, "cart-v1").pid == cart
    assert supervisor.tasks() == {"web-v1": changed, "cart-v1": task("cart-v1", tmp_path)}
    assert web
    assert command(web) == b""
