"""The containers of rendered task definitions, as processes."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from tests.waiting import DEADLINE, entries, until

from meshwright import (
    AppConfig,
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Inline,
    Mesh,
    Service,
    VirtualService,
    resolve,
)
from meshwright.delivery import bundle
from meshwright.targets import ecs
from meshwright.targets.ecs.model import EcsEnvironment

from .namespaces import Vpc
from .rendered import Task

SAMPLE = [sys.executable, "-m", "meshwright.samples.echo"]


LOAD = str(Path(__file__).with_name("load.py"))
FULL = "checkout.default.svc.cluster.local"
"""A second name of checkout, as meshes that come from App Mesh have them."""

HOW = {"transparent": ":8080", "loopback": ""}
"""The ports of URLs, by the way in which connections are captured."""


def shop(capture: Literal["transparent", "loopback"], delivery: AppConfig | Inline | None = None) -> EcsEnvironment:
    urls = [f"http://{name}{HOW[capture]}/" for name in ("checkout.shop.mesh", FULL)]
    called = {"MESHWRIGHT_BACKENDS": " ".join(urls)}
    checkout = Service("checkout", Container("shop/checkout", command=SAMPLE), port=8080)
    web = Service("web", Container("shop/web", command=SAMPLE, environment=called), port=8080, calls=[checkout, FULL])
    public = Gateway("public", routes=[GatewayRoute("all", to=web)])
    full = VirtualService(FULL, router="checkout")
    mesh = Mesh("shop", services=[web, checkout], virtual_services=[full], gateways=[public], retry="off")
    platform = Fargate("eu-west-1", capture=capture)
    return ecs.layout(resolve(Environment("test", mesh, platform=platform, delivery=delivery)))


def publish(vpc: Vpc, environment: EcsEnvironment, tasks: dict[str, list[Task]]) -> None:
    """The records of Cloud Map and of the capture zones."""
    for zone in environment.capture_zones.values():
        vpc.records |= {name: [address] for name, address in zone.items()}
    for name, running in tasks.items():
        vpc.records[f"{name}.{environment.namespace}"] = [each.address for each in running]


def ready(environment: EcsEnvironment, tasks: dict[str, list[Task]]) -> None:
    """Starts tasks, and waits until every application runs."""
    for name, several in tasks.items():
        for each in several:
            each.give(bundle.write(environment.proxies[name].snapshot))
            each.start()
    for several in tasks.values():
        for each in several:
            each.wait("drain started")


def ask(vpc: Vpc, url: str) -> str:
    """An answer from the mesh. It takes a moment until its health checks have found every task."""
    return vpc.run("curl", "-sSf", "--retry", "20", "--retry-all-errors", "--retry-delay", "1", "-m", "5", url)


@pytest.mark.parametrize("capture", HOW)
def test_it_starts_in_order_and_serves(
    vpc: Vpc, task: Callable[..., Task], capture: Literal["transparent", "loopback"]
) -> None:
    environment = shop(capture)
    tasks = {name: task(each.task) for name, each in environment.proxies.items()}
    publish(vpc, environment, {name: [each] for name, each in tasks.items()})
    web = tasks.pop("web-v1")
    ready(environment, {name: [each] for name, each in tasks.items()})
    web.start().wait("init started")
    until(
        "init's report", (web.folder / "volume/status.json").exists
    )  # init has found no configuration, and reports it
    assert web.events == ["appconfig-agent started", "init started"], "there is nothing to start with yet"
    web.give(bundle.write(environment.proxies["web-v1"].snapshot))
    web.wait("drain started")
    assert web.events == [
        "appconfig-agent started",
        "init started",
        "init ended 0",
        "envoy started",
        "agent started",
        "agent healthy",
        "application started",
        "drain started",
    ]
    text = ask(vpc, f"http://{tasks['public'].address}:8080/")
    assert {"web-v1", "checkout-v1"} <= nodes(json.loads(text))

    def called() -> set[object]:
        return {each["virtual_service"] for each in logged(web, "outbound") if each["target"] == "checkout-v1"}

    until("the calls by both names in web's log", lambda: called() >= {"checkout", FULL})
    until("the request in web's log", lambda: any(each["virtual_service"] == "web" for each in logged(web, "inbound")))
    until(
        "the call in checkout's log",
        lambda: any(each["status"] == 200 for each in logged(tasks["checkout-v1"], "inbound")),
    )
    until(
        "the request in the gateway's log",
        lambda: any(each["gateway_route"] == "all" for each in logged(tasks["public"], "gateway")),
    )


def test_a_change_arrives_without_a_restart(vpc: Vpc, task: Callable[..., Task]) -> None:
    environment = shop("transparent")
    web = environment.proxies["web-v1"]
    running = task(web.task)
    ready(environment, {"web-v1": [running]})
    text = bundle.write(web.snapshot).replace('"timeout":"15s"', '"timeout":"14s"')
    changed = bundle.ended("".join(line + "\n" for line in text.splitlines()[:-1]))
    assert bundle.version(changed) != bundle.version(bundle.write(web.snapshot))
    running.give(changed)
    status = running.folder / "volume/status.json"
    until("the change is in force", lambda: json.loads(status.read_text())["in_force"] == bundle.version(changed))
    assert [event for event in running.events if "ended" in event] == ["init ended 0"]


def test_inline_needs_no_appconfig(vpc: Vpc, task: Callable[..., Task]) -> None:
    environment = shop("transparent", Inline())
    running = task(environment.proxies["web-v1"].task).start()
    running.wait("drain started")
    assert running.events[0] == "init started"


def test_a_task_that_stops_loses_no_request(vpc: Vpc, task: Callable[..., Task]) -> None:
    environment = shop("transparent")
    # Names do not change here, and nothing is in flight for longer.
    shorter = {"environment": {"MESHWRIGHT_DRAIN": "5", "MESHWRIGHT_HOLD": "2", "MESHWRIGHT_RESOLVE": "0"}}
    tasks = {
        "web-v1": [task(environment.proxies["web-v1"].task)],
        "checkout-v1": [task(environment.proxies["checkout-v1"].task, **shorter) for _ in range(2)],
    }
    publish(vpc, environment, tasks)
    ready(environment, tasks)
    [web], [first, second] = tasks["web-v1"], tasks["checkout-v1"]
    url = "http://checkout.shop.mesh:8080/"
    inside = ["ip", "netns", "exec", web.network.name]
    subprocess.run([*inside, "curl", "-sSf", "--retry", "20", "--retry-all-errors", "-o", "/dev/null", url], check=True)
    until("both tasks are healthy", lambda: healthy_checkouts(web) == 2)
    asking = subprocess.Popen([*inside, sys.executable, LOAD, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    until("both tasks are asked", lambda: all(logged(each, "inbound") for each in (first, second)))
    first.stop()
    before = len(logged(second, "inbound"))
    until("the other one is asked", lambda: len(logged(second, "inbound")) > before + 100)
    said, _ = asking.communicate(timeout=DEADLINE)
    found = json.loads(said)
    assert found["failures"] == []
    told = [event for event in first.events if event.endswith(("told", "stopped"))]
    in_turn = ["drain told", "drain stopped", "application told", "application stopped", "agent told", "agent stopped"]
    assert told[:6] == in_turn
    assert set(told[6:8]) == {"envoy told", "appconfig-agent told"}


def nodes(answer: object) -> set[object]:
    """Every node in the answer of the sample service: itself and its backends."""
    if isinstance(answer, dict):
        return {answer.get("node")} | {each for value in answer.values() for each in nodes(value)}
    return {each for value in answer for each in nodes(value)} if isinstance(answer, list) else set()


def logged(task: Task, direction: str) -> list[dict[str, Any]]:
    """The access log of a task's Envoy so far."""
    return [each for each in entries(task.log("envoy")) if each["direction"] == direction]


def healthy_checkouts(web: Task) -> int:
    """The number of tasks of checkout that the Envoy of web considers healthy."""
    said = web.run("agent", ["wget", "-qO-", "http://127.0.0.1:9901/stats?filter=checkout.*membership_healthy"]).stdout
    return int(said.rpartition(" ")[2] or 0)
