"""The end of tasks and daemons: no process and no port is left."""

import os
import signal
import subprocess
from pathlib import Path

from tests.local.supervised import command, free_port, listener, listening, only, python, started, task
from tests.waiting import until

from meshwright.local.processes import living
from meshwright.local.program import LocalTask
from meshwright.local.supervisor import Supervisor


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
    until("all are ready", lambda: (tmp_path / "ready").exists() and (tmp_path / "ready").read_text() == "xxx")
    until("six processes live", lambda: len(living(supervisor.folder, "SUPERVISOR_GROUP_NAME=web-v1")) == 6)
    supervisor.remove("web-v1")
    assert (tmp_path / "ended").read_text() == "xxx"
    assert living(supervisor.folder, "SUPERVISOR_GROUP_NAME=web-v1") == set()
    assert set(supervisor.tasks()) == {"cart-v1"}
    assert only(supervisor, "cart-v1").pid
    supervisor.remove("web-v1")


def test_a_crashing_task_can_be_removed(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.put(task("web-v1", tmp_path, "import sys; sys.exit(1)"))
    until("a restart", lambda: only(supervisor, "web-v1").restarts >= 1)
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
    until("the program is ready", (tmp_path / "ready").exists)
    supervisor.remove("web-v1")
    assert (tmp_path / "interrupted").exists()


def test_stop_leaves_no_process_and_no_port(supervisor: Supervisor, tmp_path: Path) -> None:
    taken = [free_port() for _ in range(3)]
    for number, port in enumerate(taken):
        supervisor.put(listener(f"web-v{number}", tmp_path, port))
    until("all listen", lambda: all(map(listening, taken)))
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
    until("four processes live", lambda: listening(port) and len(living(supervisor.folder)) == 4)
    orphans = living(supervisor.folder, "SUPERVISOR_ENABLED=1")
    (daemon,) = living(supervisor.folder) - orphans
    stranger = subprocess.Popen(["sleep", "600"])
    try:
        os.kill(daemon, signal.SIGKILL)
        until("the daemon has ended", lambda: not supervisor.running())
        assert living(supervisor.folder) == orphans
        assert only(supervisor, "web-v1").state == "STOPPED"
        supervisor.start()
        assert living(supervisor.folder) & orphans == set()
        until("web-v1 listens, and cart-v1 runs", lambda: listening(port) and only(supervisor, "cart-v1").pid)
        assert stranger.poll() is None, "a process of somebody else was ended"
    finally:
        stranger.kill()
        stranger.wait()


def test_what_a_killed_daemon_left_can_be_stopped_and_removed(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.put(task("web-v1", tmp_path))
    supervisor.put(task("cart-v1", tmp_path))
    until("both run", lambda: started(supervisor, "web-v1") and started(supervisor, "cart-v1"))
    (daemon,) = living(supervisor.folder) - living(supervisor.folder, "SUPERVISOR_ENABLED=1")
    os.kill(daemon, signal.SIGKILL)
    until("the daemon has ended", lambda: not supervisor.running())
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
