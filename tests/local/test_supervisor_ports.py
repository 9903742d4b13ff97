"""Tasks whose ports are taken."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.local.supervised import LISTEN, free_port, listener, listening, python, task
from tests.waiting import until

from meshwright.local import PortTaken
from meshwright.local.processes import living
from meshwright.local.program import LocalTask
from meshwright.local.supervisor import Supervisor


def test_a_taken_port_is_refused_before_anything_starts(supervisor: Supervisor, tmp_path: Path) -> None:
    port, free = free_port(), free_port()
    other = subprocess.Popen([sys.executable, "-S", "-c", LISTEN.format(port=port)])
    try:
        until(f"somebody listens on {port}", lambda: listening(port))
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
    until("both ports are in use", lambda: listening(free) and listening(port))


def test_a_port_that_is_taken_leaves_the_running_definition_alone(supervisor: Supervisor, tmp_path: Path) -> None:
    mine, theirs = free_port(), free_port()
    supervisor.put(listener("web-v1", tmp_path, mine))
    until(f"somebody listens on {mine}", lambda: listening(mine))
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
