"""The local stack through the real Pulumi engine."""

import json
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from pathlib import Path

from meshwright.local import ports as machine

from .conftest import Project, kill


def _paths(project: Project, requests: int) -> Counter[str]:
    """The number of requests by version of checkout."""
    seen: Counter[str] = Counter()
    for _ in range(requests):
        with urllib.request.urlopen(f"http://127.0.0.1:{project.gateway}/", timeout=10) as answer:
            path = answer.headers["x-meshwright-path"]
        seen[next(node for node in path.split(",") if node.startswith("checkout"))] += 1
    return seen


def _pids(project: Project) -> dict[tuple[str, str], int | None]:
    return {(each.task, each.program): each.pid for each in project.mesh.supervisor.status()}


def test_up_a_changed_weight_and_destroy(project: Project) -> None:
    project.up()
    outputs = project.outputs()
    assert outputs["gateways"] == {"public": f"http://127.0.0.1:{project.gateway}/"}
    assert (
        sorted(outputs["admin"])
        == sorted(outputs["logs"])
        == [
            "checkout-v1.0",
            "checkout-v2.0",
            "inventory-v1.0",
            "public.0",
            "web-v1.0",
        ]
    )
    assert all(Path(log).exists() for log in outputs["logs"].values())
    assert _paths(project, 100)["checkout-v1"] > 60  # of 90 %: less is a chance of 1 in 10^14
    before = _pids(project)

    assert project.preview() == {}
    project.up()
    assert _pids(project) == before

    project.pulumi("config", "set", "canary", "50", "--stack", "local")
    assert project.preview() == {"Bundle web-v1.0": "update", "InForce shop-in-force": "update"}
    project.up()
    seen = _paths(project, 100)
    assert 20 < seen["checkout-v2"] < 80, seen  # of 50 %: outside is a chance of 1 in 10^9
    assert _pids(project) == before

    bound = [port for task in project.mesh.supervisor.tasks().values() for port in task.ports.values()]
    project.pulumi("destroy", "--yes", "--stack", "local")
    assert machine.taken(bound) == {}
    assert not [pid for pid in before.values() if Path(f"/proc/{pid}").exists()]


def test_a_new_version_runs_before_it_is_routed_to_and_goes_after(project: Project) -> None:
    project.up()
    shop = (project.folder / "stacks" / "shop.py").read_text()
    third = shop.replace(
        "        ],\n        routes", '            Version("v3", Container("x")),\n        ],\n        routes'
    )
    assert third != shop
    project.write("shop.py", third.replace('"v2": canary}', '"v2": canary, "v3": 10}'))
    log = project.up()
    assert _index(log, "LocalTask checkout-v3.0 created") < _index(log, "Bundle web-v1.0 updating")
    assert _index(log, "Bundle web-v1.0 updating") < _index(log, "InForce shop-in-force updated")
    project.write("shop.py", shop)
    log = project.up()
    assert _index(log, "InForce shop-in-force updated") < _index(log, "LocalTask checkout-v3.0 deleting")
    assert "checkout-v3.0" not in project.mesh.supervisor.tasks()


def test_a_wrong_description_prints_every_problem_and_touches_nothing(project: Project) -> None:
    project.up()
    before = _pids(project)
    shop = (project.folder / "stacks" / "shop.py").read_text()
    wrong = shop.replace('timeout="5s"', "timeout=5").replace("calls=[checkout]", 'calls="checkout"')
    project.write("shop.py", wrong)
    for command in (("preview",), ("up", "--yes")):
        said = project.pulumi(*command, "--stack", "local", fails=True)
        assert "MW012" in said
        assert "MW017" in said
        assert "2 errors" in said
        assert "Traceback" not in said
    checked = subprocess.run(
        [sys.executable, "-m", "meshwright", "check", "local"],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 1
    assert "MW012" in checked.stdout
    assert "MW017" in checked.stdout
    assert _pids(project) == before
    project.write("shop.py", shop)
    assert project.preview() == {}


def test_a_port_that_someone_holds_stops_the_preview(project: Project) -> None:
    with socket.create_server(("127.0.0.1", project.gateway)):
        said = project.pulumi("up", "--yes", "--stack", "local", fails=True)
    assert "MW303" in said
    assert f"port {project.gateway}" in said
    assert not project.mesh.supervisor.running()
    assert project.up()


def test_what_a_killed_daemon_took_along_is_mended_by_up(project: Project) -> None:
    project.up()
    kill(int((project.mesh.folder / "supervisord.pid").read_text()))
    assert project.preview() == {"Supervisor shop-supervisor": "update"}
    project.up()
    assert sum(_paths(project, 10).values()) == 10


def test_without_pulumi_the_same_mesh(project: Project) -> None:
    """`meshwright local` sees the mesh that Pulumi started, and has nothing to change."""
    project.up()
    before = _pids(project)
    done = subprocess.run(
        [str(project.folder / ".venv" / "bin" / "python"), "-m", "meshwright", "local", "up", "--json"],
        cwd=project.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["gateways"] == project.outputs()["gateways"]
    assert _pids(project) == before


def _index(log: str, text: str) -> int:
    position = log.find(text, log.index("Updating (local)"))  # what the preview before it said does not count
    assert position >= 0, f"{text} is not in:\n{log}"
    return position
