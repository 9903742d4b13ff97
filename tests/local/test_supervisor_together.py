"""Several threads and processes that use one state folder at once."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.local.supervised import free_port, listener, listening, started, task
from tests.waiting import DEADLINE, until

from meshwright.local import PortTaken
from meshwright.local.processes import living
from meshwright.local.supervisor import Supervisor


def test_ten_threads_put_at_once(supervisor: Supervisor, tmp_path: Path) -> None:
    wanted = [listener(f"web-v{number}", tmp_path, free_port()) for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda one: Supervisor(supervisor.folder).put(one), wanted))
    until("all listen", lambda: all(listening(one.ports["app"]) for one in wanted))
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
    assert [caller.wait(DEADLINE) for caller in callers] == [0] * 10
    until("all run", lambda: all(started(supervisor, name) for name in set(names)))
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
