"""Real supervisord, real processes."""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from meshwright.local import LocalError, PortTaken
from meshwright.local.processes import living
from meshwright.local.program import LocalTask, Program, ProgramStatus
from meshwright.local.supervisor import Supervisor

SLEEP = "import time; time.sleep(600)"
LISTEN = "import socket, sys, time; s = socket.create_server(('127.0.0.1', {port})); time.sleep(600)"


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path / "a folder; with #odd % 'names' [x]")
    yield made
    made.stop()
    assert living(made.folder) == set()


def python(name: str, code: str, directory: Path, **options: Any) -> Program:
    environment = options.pop("environment", {})
    return Program(name, (sys.executable, "-S", "-c", code), environment, str(directory), **options)


def task(
    name: str, directory: Path, code: str = SLEEP, ports: dict[str, int] | None = None, **options: Any
) -> LocalTask:
    return LocalTask(name, (python("app", code, directory, **options),), ports or {})


def listener(name: str, directory: Path, port: int) -> LocalTask:
    return task(name, directory, LISTEN.format(port=port), {"app": port})


def wait(condition: Callable[[], Any], seconds: float = 15) -> Any:
    deadline = time.monotonic() + seconds
    while not (met := condition()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
    return met


def only(supervisor: Supervisor, name: str, program: str = "app") -> ProgramStatus:
    (found,) = [one for one in supervisor.status() if (one.task, one.program) == (name, program)]
    return found


def started(supervisor: Supervisor, name: str, program: str = "app") -> int:
    """The program's pid, once it has become the program and is no longer the shell that prepares it."""
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
    """Below the range of outgoing connections, so that none of them takes it meanwhile; never the same one again."""
    while True:
        port = random.randrange(22000, 31000)
        if port in _given:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port


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
    wait(lambda: log.exists() and "END" in log.read_text())
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


def test_a_killed_program_is_back_within_five_seconds(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.put(task("web-v1", tmp_path))
    for restarts in (1, 2, 3):
        before = wait(lambda: started(supervisor, "web-v1"))
        os.kill(before, signal.SIGKILL)
        wait(lambda before=before: started(supervisor, "web-v1") not in (0, before), seconds=5)
        assert only(supervisor, "web-v1").restarts == restarts


@pytest.mark.parametrize("code", [0, 1])
def test_a_program_that_ends_by_itself_is_started_again(supervisor: Supervisor, tmp_path: Path, code: int) -> None:
    supervisor.put(task("web-v1", tmp_path, f"import sys; sys.exit({code})"))
    wait(lambda: only(supervisor, "web-v1").restarts >= 3)


def test_a_program_that_keeps_crashing_is_back_soon_after_its_cause_is_gone(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    cause = tmp_path / "cause"
    cause.touch()
    code = f"import os, sys, time; os.path.exists({str(cause)!r}) and sys.exit(3);open('up', 'w'); time.sleep(600)"
    supervisor.put(task("web-v1", tmp_path, code))
    began = time.monotonic()
    wait(lambda: only(supervisor, "web-v1").restarts >= 6, seconds=40)
    assert time.monotonic() - began > 3, "it restarts without a pause and takes a whole core"
    cause.unlink()
    wait((tmp_path / "up").exists, seconds=5)
    pid = wait(lambda: started(supervisor, "web-v1"))
    assert only(supervisor, "web-v1").pid == pid


def test_a_command_that_does_not_exist_yet_runs_once_it_does(supervisor: Supervisor, tmp_path: Path) -> None:
    late = tmp_path / "late"
    supervisor.put(LocalTask("web-v1", (Program("app", (str(late),), {}, str(tmp_path)),)))
    wait(lambda: "No such file" in only(supervisor, "web-v1").log.read_text())
    late.write_text("#!/bin/sh\n: > up\nexec sleep 600\n")
    late.chmod(0o755)
    wait((tmp_path / "up").exists)


def test_children_of_a_killed_program_do_not_keep_its_port(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', {LISTEN.format(port=port)!r}])"
    supervisor.put(task("web-v1", tmp_path, code, {"app": port}))
    wait(lambda: listening(port))
    before = started(supervisor, "web-v1")
    (child,) = living(supervisor.folder, "SUPERVISOR_GROUP_NAME=web-v1") - {before}
    os.kill(before, signal.SIGKILL)
    wait(lambda: child not in living(supervisor.folder) and listening(port))
    supervisor.remove("web-v1")
    assert not listening(port)


def test_the_same_definition_is_not_touched(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()
    supervisor.put(listener("web-v1", tmp_path, port))
    wait(lambda: listening(port))
    before = supervisor.status()
    supervisor.put(listener("web-v1", tmp_path, port))
    Supervisor(supervisor.folder).start()
    assert supervisor.status() == before
    assert before[0].pid


def test_a_changed_definition_replaces_only_its_own_task(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()
    supervisor.put(listener("web-v1", tmp_path, port))
    supervisor.put(task("cart-v1", tmp_path))
    wait(lambda: listening(port))
    web, cart = only(supervisor, "web-v1").pid, only(supervisor, "cart-v1").pid
    changed = task("web-v1", tmp_path, LISTEN.format(port=port), {"app": port}, environment={"COLOUR": "blue"})
    supervisor.put(changed)
    wait(lambda: listening(port))
    assert only(supervisor, "web-v1").pid != web
    assert only(supervisor, "cart-v1").pid == cart
    assert supervisor.tasks() == {"web-v1": changed, "cart-v1": task("cart-v1", tmp_path)}
    assert web
    assert command(web) == b""


def test_a_taken_port_is_refused_before_anything_starts(supervisor: Supervisor, tmp_path: Path) -> None:
    port, free = free_port(), free_port()
    other = subprocess.Popen([sys.executable, "-S", "-c", LISTEN.format(port=port)])
    try:
        wait(lambda: listening(port))
        wanted = LocalTask(
            "web-v1",
            (
                python("app", LISTEN.format(port=free), tmp_path),
                python("envoy", LISTEN.format(port=port), tmp_path),
            ),
            {"app": free, "outbound": port},
        )
        with pytest.raises(PortTaken) as raised:
            supervisor.put(wanted)
        assert re.search(
            rf"web-v1: port {port} \(outbound\) .* taken by pid {other.pid} \(python[^)]*\)",
            str(raised.value),
        )
        assert supervisor.tasks() == {}
        assert living(supervisor.folder, "SUPERVISOR_ENABLED=1") == set()
        assert not listening(free)
    finally:
        other.kill()
        other.wait()
    supervisor.put(wanted)
    wait(lambda: listening(free) and listening(port))


def test_a_port_that_is_taken_leaves_the_running_definition_alone(supervisor: Supervisor, tmp_path: Path) -> None:
    mine, theirs = free_port(), free_port()
    supervisor.put(listener("web-v1", tmp_path, mine))
    wait(lambda: listening(mine))
    before = supervisor.status()
    with socket.create_server(("127.0.0.1", theirs)), pytest.raises(PortTaken, match=f"pid {os.getpid()} "):
        supervisor.put(listener("web-v1", tmp_path, theirs))
    assert supervisor.status() == before
    assert listening(mine)


def test_a_port_promised_to_another_task_is_taken(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()
    supervisor.put(task("web-v1", tmp_path, ports={"app": port}))  # never binds it
    with pytest.raises(PortTaken, match=f"port {port} .* taken by the task web-v1"):
        supervisor.put(listener("cart-v1", tmp_path, port))


def test_remove_stops_all_programs_at_once_and_forgets(supervisor: Supervisor, tmp_path: Path) -> None:
    # Each of the three ends by itself only after all three were told to.
    together = (
        "import os, signal, time\n"
        "def told(*_):\n"
        "    open('told', 'a').write('x')\n"
        "    while os.path.getsize('told') < 3: time.sleep(0.01)\n"
        "    open('ended', 'a').write('x')\n"
        "    os._exit(0)\n"
        "signal.signal(signal.SIGTERM, told); open('ready', 'a').write('x'); time.sleep(600)"
    )
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
    parent = "import subprocess; subprocess.run(['sleep', '600'])"
    programs = [python(name, together, tmp_path, stop_seconds=30) for name in ("app", "envoy", "agent")]
    programs += [python("deaf", deaf, tmp_path, stop_seconds=1), python("parent", parent, tmp_path)]
    supervisor.put(LocalTask("web-v1", tuple(programs)))
    supervisor.put(task("cart-v1", tmp_path))
    wait(lambda: (tmp_path / "ready").exists() and (tmp_path / "ready").read_text() == "xxx")
    wait(lambda: len(living(supervisor.folder, "SUPERVISOR_GROUP_NAME=web-v1")) == 6)
    supervisor.remove("web-v1")
    assert (tmp_path / "ended").read_text() == "xxx"
    assert living(supervisor.folder, "SUPERVISOR_GROUP_NAME=web-v1") == set()
    assert set(supervisor.tasks()) == {"cart-v1"}
    assert only(supervisor, "cart-v1").pid
    supervisor.remove("web-v1")


def test_a_crashing_task_can_be_removed(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.put(task("web-v1", tmp_path, "import sys; sys.exit(1)"))
    wait(lambda: only(supervisor, "web-v1").restarts >= 1)
    supervisor.remove("web-v1")
    assert supervisor.status() == []
    assert living(supervisor.folder, "SUPERVISOR_ENABLED=1") == set()


def test_the_stop_signal_is_the_programs_own(supervisor: Supervisor, tmp_path: Path) -> None:
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGINT, lambda *_: (open('interrupted', 'w'), sys.exit()))\n"
        "open('ready', 'w'); time.sleep(600)"
    )
    supervisor.put(task("web-v1", tmp_path, code, stop_signal="INT"))
    wait((tmp_path / "ready").exists)
    supervisor.remove("web-v1")
    assert (tmp_path / "interrupted").exists()


def test_stop_leaves_no_process_and_no_port(supervisor: Supervisor, tmp_path: Path) -> None:
    taken = [free_port() for _ in range(3)]
    for number, port in enumerate(taken):
        supervisor.put(listener(f"web-v{number}", tmp_path, port))
    wait(lambda: all(map(listening, taken)))
    pids = living(supervisor.folder)
    assert {one.pid for one in supervisor.status()} < pids
    supervisor.stop()
    assert {pid for pid in pids if command(pid)} == set()
    assert not any(map(listening, taken))
    assert not supervisor.running()
    assert supervisor.tasks() == {}
    supervisor.stop()


def test_a_killed_daemon_is_replaced_and_no_orphan_stays(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()
    supervisor.put(listener("web-v1", tmp_path, port))
    supervisor.put(task("cart-v1", tmp_path, "import subprocess; subprocess.run(['setsid', 'sleep', '600'])"))
    wait(lambda: listening(port) and len(living(supervisor.folder)) == 4)
    orphans = living(supervisor.folder, "SUPERVISOR_ENABLED=1")
    (daemon,) = living(supervisor.folder) - orphans
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        os.kill(daemon, signal.SIGKILL)
        wait(lambda: not supervisor.running())
        assert living(supervisor.folder) == orphans
        assert only(supervisor, "web-v1").state == "STOPPED"
        supervisor.start()
        assert living(supervisor.folder) & orphans == set()
        wait(lambda: listening(port) and only(supervisor, "cart-v1").pid)
        assert stranger.poll() is None, "a process of somebody else was ended"
    finally:
        stranger.kill()
        stranger.wait()


def test_what_a_killed_daemon_left_can_be_stopped_and_removed(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.put(task("web-v1", tmp_path))
    supervisor.put(task("cart-v1", tmp_path))
    wait(lambda: started(supervisor, "web-v1") and started(supervisor, "cart-v1"))
    (daemon,) = living(supervisor.folder) - living(supervisor.folder, "SUPERVISOR_ENABLED=1")
    os.kill(daemon, signal.SIGKILL)
    wait(lambda: not supervisor.running())
    supervisor.remove("web-v1")
    assert len(living(supervisor.folder)) == 1
    supervisor.stop()
    assert living(supervisor.folder) == set()


def test_a_removed_folder_does_not_hide_its_processes(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.put(task("web-v1", tmp_path))
    old = living(supervisor.folder)
    supervisor.folder.rename(tmp_path / "gone")
    supervisor.put(task("cart-v1", tmp_path))
    assert living(supervisor.folder) & old == set()
    assert set(supervisor.tasks()) == {"cart-v1"}


def test_ten_threads_put_at_once(supervisor: Supervisor, tmp_path: Path) -> None:
    wanted = [listener(f"web-v{number}", tmp_path, free_port()) for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda one: Supervisor(supervisor.folder).put(one), wanted))
    wait(lambda: all(listening(one.ports["app"]) for one in wanted))
    assert supervisor.tasks() == {one.name: one for one in wanted}
    assert {one.task for one in supervisor.status() if one.pid} == set(supervisor.tasks())
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda one: supervisor.remove(one.name), wanted))
    assert supervisor.status() == []


def test_ten_processes_put_at_once(supervisor: Supervisor, tmp_path: Path) -> None:
    code = (
        "import json, sys; from pathlib import Path; from meshwright.local.program import LocalTask;"
        "from meshwright.local.supervisor import Supervisor;"
        "Supervisor(Path(sys.argv[1])).put(LocalTask.from_json(json.loads(sys.argv[2])))"
    )
    names = [f"web-v{number % 5}" for number in range(10)]  # each of five tasks twice
    callers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(supervisor.folder), json.dumps(task(name, tmp_path).to_json())]
        )
        for name in names
    ]
    assert [caller.wait(60) for caller in callers] == [0] * 10
    wait(lambda: all(started(supervisor, name) for name in set(names)))
    assert sorted(one.task for one in supervisor.status()) == sorted(set(names))
    assert [one.restarts for one in supervisor.status()] == [0] * 5
    assert len(living(supervisor.folder)) == 6


def test_two_tasks_that_want_one_port_at_once(supervisor: Supervisor, tmp_path: Path) -> None:
    port = free_port()

    def put(name: str) -> bool:
        try:
            supervisor.put(listener(name, tmp_path, port))
        except PortTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(put, ["a", "b", "c", "d"]))
    assert sorted(outcomes) == [False, False, False, True]
    assert list(supervisor.tasks()) == ["abcd"[outcomes.index(True)]]


def test_a_folder_too_deep_for_a_socket_works(tmp_path: Path) -> None:
    deep = Supervisor(tmp_path / ("deep" * 30) / "er")
    try:
        deep.put(task("web-v1", tmp_path))
        assert deep.running()
        assert wait(lambda: started(deep, "web-v1"))
    finally:
        deep.stop()
    assert living(deep.folder) == set()


@pytest.mark.parametrize("name", ["", "../x", "a b", "a:b", "a/b", "a%d", "-a", "a\nb", "a+b"])
def test_a_name_that_is_no_file_name_is_refused(supervisor: Supervisor, tmp_path: Path, name: str) -> None:
    with pytest.raises(LocalError, match="can't name"):
        supervisor.put(task(name, tmp_path))
    with pytest.raises(LocalError, match="can't name"):
        supervisor.put(LocalTask("web-v1", (python(name, SLEEP, tmp_path),)))
    assert not supervisor.running()


def test_two_programs_of_one_name_are_refused(supervisor: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="different names"):
        supervisor.put(LocalTask("web-v1", (python("app", SLEEP, tmp_path), python("app", SLEEP, tmp_path))))


def test_an_unknown_signal_is_refused(supervisor: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="no signal SIGFOO"):
        supervisor.put(task("web-v1", tmp_path, stop_signal="FOO"))
    assert supervisor.tasks() == {}


def test_a_task_survives_json_even_with_numbers_as_floats() -> None:
    program = Program("app", ("a", "b c"), {"X": "1"}, "/", 7, "INT")
    given = LocalTask("web-v1", (program, Program("envoy", ("e",), {}, "/")), {"app": 8080})
    value = json.loads(json.dumps(given.to_json()), parse_int=float)
    back = LocalTask.from_json(value)
    assert back == given
    assert isinstance(back.ports["app"], int)
    assert isinstance(back.programs[0].stop_seconds, int)
