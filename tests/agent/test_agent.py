"""The agent against real Envoy: changes, restarts, a full disk; nothing half is ever in force."""

import itertools
import os
import subprocess
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.waiting import until

from meshwright.delivery.bundle import version

from . import conftest as make


def answers(bench: Any, name: str) -> bool:
    return bool(bench.answer() == name)


def test_changed_weights_and_new_clusters_come_into_force(bench: Any) -> None:
    bench.start(bench.bundle({"v1": 100, "v2": 0}))
    assert bench.answer() == "v1"
    for what, weights, name in (("weights", {"v1": 0, "v2": 100}, "v2"), ("a new cluster", {"v3": 100}, "v3")):
        changed = bench.bundle(weights)
        bench.put(changed)
        began = time.monotonic()
        until(f"{name} answers", partial(answers, bench, name))
        print(f"{what}: {time.monotonic() - began:.3f} s from written to in force")
        bench.expect("in-force", in_force=version(changed), wanted=version(changed), reason="")
    until("v1 and v2 are gone", lambda: "cluster.v1.membership_total" not in bench.envoy.stats())
    stats = bench.envoy.stats()
    assert stats["cluster_manager.cds.version_text"] == stats["listener_manager.lds.version_text"] == version(changed)
    assert bench.agent("health").returncode == 0


def test_envoy_starts_after_the_agent_and_dies_and_comes_back(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.put(good)
    bench.run()  # makes the first set itself
    bench.expect("waiting-for-envoy", in_force="")
    assert bench.agent("health").returncode == 1
    bench.envoy.start()
    bench.expect("in-force", in_force=version(good))
    for name in ("v2", "v3"):
        bench.envoy.kill()
        changed = bench.bundle({name: 100})
        bench.put(changed)
        bench.expect("waiting-for-envoy", wanted=version(changed))
        bench.envoy.start()
        bench.expect("in-force", in_force=version(changed))
        assert bench.answer() == name


def test_health_says_why(bench: Any) -> None:
    bench.start(bench.bundle({"v1": 100}))
    assert bench.agent("health").returncode == 0
    (bench.state / "last-good").unlink()
    (bench.state / "wanted").unlink()
    result = bench.agent("health")
    assert result.returncode == 1
    assert "Envoy has" in result.stdout
    bench.envoy.kill()
    assert "does not answer" in bench.agent("health").stdout


def test_drain_fails_the_health_check_on_sigterm(bench: Any) -> None:
    bench.start(bench.bundle({"v1": 100}))
    bench.settings["MESHWRIGHT_DRAIN"] = "0"
    process = subprocess.Popen([*bench.shell, str(bench.script), "drain"], env=bench.environment())
    until("the trap is set", lambda: "4" in signals_caught(process.pid))
    assert bench.envoy.ready()
    process.terminate()
    assert process.wait(10) == 0
    assert make.get(bench.envoy.admin_port, "/ready")[0] == 503
    assert bench.agent("drain", "now").returncode == 0


def signals_caught(pid: int) -> str:
    """The hexadecimal digit of SIGTERM (bit 14) in the set of signals that a process catches."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    mask = int(next(line for line in lines if line.startswith("SigCgt")).split()[1], 16)
    return "4" if mask & 1 << 14 else ""


def test_the_newest_of_many_quick_changes_ends_in_force(bench: Any) -> None:
    bench.start(bench.bundle({"v1": 100}))
    for round_ in range(20):
        text = bench.bundle({("v1", "v2", "v3")[round_ % 3]: 100, "v1": 0, "v2": round_ + 1})
        bench.put(text)
        time.sleep(0.05)  # the pace of the writer; nothing is awaited
    bench.expect("in-force", in_force=version(text))
    until("old sets are gone", lambda: len(bench.sets()) == 1)


def test_a_full_disk_keeps_what_is_in_force(bench: Any, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    bench.state.mkdir(exist_ok=True)
    envoy_json = (bench.state / "envoy.json").read_text()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(bench.state)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("may not mount a file system here")
    try:
        (bench.state / "envoy.json").write_text(envoy_json)
        bench.envoy.log = tmp_path / "envoy.log"
        good = bench.bundle({"v1": 100})
        bench.start(good)
        ballast = bench.state / "ballast"
        with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            file.writelines(itertools.repeat(bytes(4096)))
        changed = bench.bundle({"v2": 100})
        bench.put(changed)
        until("the log says so", lambda: "disk full" in bench.log.read_text())
        assert bench.answer() == "v1"
        # Room for the bundle, but not for its files.
        size = ballast.stat().st_size
        for free in range(1, 12):
            os.truncate(ballast, size - free * 4096)
            time.sleep(0.3)  # time for a try or two; each finds another step without room
            assert bench.answer() in {"v1", "v2"}
        ballast.unlink()
        bench.expect("in-force", in_force=version(changed))
        assert bench.answer() == "v2"
    finally:
        bench.kill()
        bench.envoy.kill()
        subprocess.run(["umount", str(bench.state)], check=True)


def test_killed_at_every_step_it_converges(bench: Any) -> None:
    """The agent is killed ever later into a change, until it gets through; each time a new one takes over."""
    names = ["v1", "v2"]
    good = bench.bundle({"v1": 100})
    bench.start(good)
    delay, finished, current = 0.0, 0, good
    while finished < 2 and delay < 6:
        name = names[1] if current == good else names[0]
        changed = bench.bundle({name: 100})
        bench.put(changed)
        time.sleep(delay)  # where in its work the agent is killed: every place is as good as another
        finished += bench.status()["in_force"] == version(changed) and len(bench.sets()) == 1
        bench.kill()
        for kind in ("clusters", "listeners", "routes/web"):  # never half a set
            text = (bench.state / "xds" / "current" / f"{kind}.json").read_text()
            assert text.endswith("]}\n")
        assert bench.answer() in names
        bench.run()
        bench.expect("in-force", in_force=version(changed))
        assert bench.answer() == name
        current, delay = changed, delay + 0.07
    assert finished
