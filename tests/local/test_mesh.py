"""A whole mesh on this machine: started, changed and stopped."""

import random
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.waiting import until

from meshwright import Route, Timeout, cookie, header
from meshwright.local import ports as machine
from meshwright.local.mesh import LocalMesh, watches
from meshwright.plan import Plan
from meshwright.problems import ProblemsFound

from .conftest import Load, Ports, failures, get, kill, pids, shop


def test_up_answers_and_down_leaves_nothing(mesh: LocalMesh, ports: Ports) -> None:
    plan = shop(ports, {"v1": 100})
    status = mesh.up(plan)
    assert get(status.gateways["public"])[:2] == (200, "checkout-v1")
    assert {each.agent.state for each in status.proxies} == {"in-force"}
    running = [pid for pid in pids(mesh).values() if pid]
    assert len(running) == 5  # application, two Envoys, two agents
    bound = [port for task in mesh.supervisor.tasks().values() for port in task.ports.values()]
    assert set(machine.taken(bound)) == set(bound)
    mesh.down()
    assert machine.taken(bound) == {}
    assert not [pid for pid in running if _alive(pid)]


def test_up_twice_changes_nothing(mesh: LocalMesh, ports: Ports) -> None:
    plan = shop(ports, {"v1": 100})
    mesh.up(plan)
    before = pids(mesh)
    said: list[str] = []
    mesh.up(plan, said.append)
    assert said == []
    assert pids(mesh) == before


def test_a_changed_weight_restarts_nothing(mesh: LocalMesh, ports: Ports) -> None:
    url = mesh.up(shop(ports, {"v1": 100, "v2": 0})).gateways["public"]
    before = pids(mesh)
    assert {get(url)[1] for _ in range(20)} == {"checkout-v1"}
    mesh.up(shop(ports, {"v1": 0, "v2": 100}))
    until("the new weights", lambda: get(url)[1] == "checkout-v2")
    assert {get(url)[1] for _ in range(20)} == {"checkout-v2"}
    assert pids(mesh) == before


@pytest.mark.parametrize("program", ["app", "envoy", "agent"])
def test_what_is_killed_is_back(mesh: LocalMesh, ports: Ports, program: str) -> None:
    url = mesh.up(shop(ports, {"v1": 100})).gateways["public"]
    victim = pids(mesh)["checkout-v1.0", program]
    assert victim is not None
    kill(victim)
    until(f"a new {program}", lambda: pids(mesh)["checkout-v1.0", program] not in (victim, None))
    until("it answers again", lambda: get(url)[0] == 200)


@pytest.mark.parametrize("program", ["app", "envoy"])
def test_a_hard_kill_under_load_costs_nothing(
    mesh: LocalMesh, ports: Ports, load: Callable[..., Load], program: str
) -> None:
    mesh.up(shop(ports, {"v1": 100}, instances={"v1": 2}))
    flow = load()
    for instance in ("checkout-v1.0", "checkout-v1.1", "checkout-v1.0"):
        before = _sent(mesh)
        until("requests are on their way", lambda: _sent(mesh) > before + 1000)  # noqa: B023
        # `up` waits for one healthy instance of two, and a check may end late: the other must be there to take over.
        _all_healthy(mesh)
        victim = pids(mesh)[instance, program]
        assert victim is not None
        kill(victim)
        until("a new process", lambda: pids(mesh)[instance, program] not in (victim, None))  # noqa: B023
        # The callers may not have noticed the kill: first the instance serves again.
        until(f"{instance} serves again", lambda: _serves(mesh, instance))  # noqa: B023
    result = flow.stop()
    print(result)
    assert result["failed"] == 0, failures(mesh)


def test_a_port_that_someone_holds_is_named_and_nothing_is_started(mesh: LocalMesh, ports: Ports) -> None:
    with socket.create_server(("127.0.0.1", ports.gateway)), pytest.raises(ProblemsFound) as found:
        mesh.up(shop(ports, {"v1": 100}))
    (problem,) = found.value.problems
    assert problem.code == "MW303"
    assert str(ports.gateway) in problem.found
    assert "pid" in problem.found
    assert not mesh.supervisor.running()
    assert mesh.supervisor.tasks() == {}


def test_more_envoys_than_files_can_be_watched_for() -> None:
    limit = int(Path("/proc/sys/fs/inotify/max_user_instances").read_text())
    assert watches(limit // 4) == []
    (problem,) = watches(limit // 4 + 1)
    assert problem.code == "MW304"
    assert f"fs.inotify.max_user_instances={(limit // 4 + 1) * 8}" in problem.fix


def test_a_killed_daemon_is_mended_by_up(mesh: LocalMesh, ports: Ports) -> None:
    plan = shop(ports, {"v1": 100})
    url = mesh.up(plan).gateways["public"]
    kill(int((mesh.folder / "supervisord.pid").read_text()))
    mesh.up(plan)
    assert get(url)[:2] == (200, "checkout-v1")


@pytest.mark.parametrize(
    ("changes", "requests"), [(6, 10_000), pytest.param(20, 50_000, marks=pytest.mark.soak)], ids=["few", "many"]
)
def test_no_request_is_lost_across_changes(
    mesh: LocalMesh, ports: Ports, load: Callable[..., Load], changes: int, requests: int
) -> None:
    """Weights, routes, timeouts, versions and numbers of instances change at random while requests flow."""
    chance = random.Random(20)
    mesh.up(shop(ports, {"v1": 90, "v2": 10}, instances={"v1": 2, "v2": 2}))
    flow = load()
    for _ in range(changes):
        mesh.up(_random_shop(ports, chance), _say)
    while _sent(mesh) < requests:
        mesh.up(_random_shop(ports, chance), _say)
    result = flow.stop()
    print(result)
    assert result["failed"] == 0, failures(mesh)
    assert result["sent"] >= requests


def _random_shop(ports: Ports, chance: random.Random) -> Plan:
    names = ["v1", *sorted(chance.sample(["v2", "v3"], chance.randint(0, 2)))]
    weights = {name: chance.randint(0, 100) for name in names}
    weights[chance.choice(names)] += 1
    weights = {name: min(weight, 100) for name, weight in weights.items()}
    conditions = [header("x-debug").exists(), cookie("beta").equals("yes"), ~header("x-team").starts_with("a")]
    routes = tuple(
        Route(f"special-{number}", when=condition, to=chance.choice(names), timeout=Timeout(f"{number + 3}s"))
        for number, condition in enumerate(chance.sample(conditions, chance.randint(0, 3)))
    )
    return shop(ports, weights, instances={name: chance.randint(1, 2) for name in names}, routes=routes)


def _sent(mesh: LocalMesh) -> int:
    """The gateway's own count of requests."""
    gateway = mesh.proxy(mesh.supervisor.tasks()["public.0"])
    body = get(f"{gateway.admin_url}stats?filter=downstream_rq_total$")[2]
    return max(int(line.rpartition(" ")[2]) for line in body.splitlines() if "inbound" in line)


def _serves(mesh: LocalMesh, instance: str) -> bool:
    """Whether an instance answers through its own Envoy, which finds its application healthy."""
    task = mesh.supervisor.tasks()[instance]
    [inbound] = [port for name, port in task.ports.items() if name.startswith("inbound/")]
    try:
        healthy = get(f"{mesh.proxy(task).admin_url}stats?filter=^cluster.application.*membership_healthy$")[2]
        return healthy.strip().endswith(": 1") and get(f"http://127.0.0.1:{inbound}/")[0] == 200
    except OSError:
        return False  # nobody listens yet


def _all_healthy(mesh: LocalMesh) -> None:
    gateway = mesh.proxy(mesh.supervisor.tasks()["public.0"])

    def both() -> bool:
        return "membership_healthy: 2" in get(f"{gateway.admin_url}stats?filter=checkout-v1.*membership_healthy$")[2]

    until("both instances are healthy", both)


def _alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _say(what: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S.%f} {what}")
