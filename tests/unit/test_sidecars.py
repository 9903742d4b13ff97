"""A sidecar is one row: its resources, its place in the order and its user reach the task definition."""

from dataclasses import fields

import pytest

from meshwright import Container, Environment, Fargate, Images, Inline, Mesh, Service, resolve
from meshwright.targets import ecs, sidecars
from meshwright.targets.ecs import size
from meshwright.targets.sidecars import SIDECARS, HealthCheck, Image, Sidecar

LOG_ROUTER = Sidecar(
    name="log-router",
    image=Image("busybox", "public.ecr.aws/docker/library/busybox:1.37.0"),
    memory=32,
    cpu=1 / 64,
    essential=False,
    needed=lambda task: task.application,
    after=lambda _: {"agent": "HEALTHY"},
    command=lambda task: ("tail", "-F", f"{task.proxy}.log"),
    environment=lambda task: {"MESH": task.mesh},
    health=HealthCheck(("true",), interval=5, timeout=2, retries=3, start_period=10),
    volume="read",
)


def containers(delivery: Inline | None = None) -> dict[str, dict[str, object]]:
    web = Service("web", Container("shop/web"), port=8080)
    environment = Environment("dev", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"), delivery=delivery)
    proxy = ecs.layout(resolve(environment)).proxies["web-v1"]
    return {str(each["name"]): dict(each) for each in proxy.task.containers}


def test_a_sidecar_is_added_by_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    before = containers()
    monkeypatch.setattr(sidecars, "SIDECARS", [*SIDECARS, LOG_ROUTER])
    after = containers()
    assert after.keys() - before.keys() == {"log-router"}
    added = after["log-router"]
    assert added["image"] == LOG_ROUTER.image.pinned
    assert added["user"] == str(sidecars.PROXY_UID)
    assert added["command"] == ["tail", "-F", "web-v1.log"]
    assert added["environment"] == [{"name": "MESH", "value": "shop"}]
    assert added["dependsOn"] == [{"containerName": "agent", "condition": "HEALTHY"}]
    assert added["memoryReservation"] == 32
    assert added["healthCheck"] == {
        "command": ["CMD", "true"],
        "interval": 5,
        "timeout": 2,
        "retries": 3,
        "startPeriod": 10,
    }
    memory = [each["application"]["memoryReservation"] for each in (before, after)]
    assert isinstance(memory[0], int)
    assert memory[1] == memory[0] - 32, "what a sidecar reserves, the application does not have"


def test_only_the_sidecars_that_a_task_needs_are_in_it() -> None:
    assert "appconfig-agent" in containers()
    inline = containers(Inline())
    assert "appconfig-agent" not in inline
    assert "appconfig-agent" not in str([each.get("dependsOn") for each in inline.values()])


def test_the_cpu_of_all_sidecars_leaves_most_to_the_application() -> None:
    smallest = size.Size(256, 512)
    assert sum(size.cpu_of(smallest, each) for each in SIDECARS) < smallest.cpu / 2


@pytest.mark.parametrize("sidecar", SIDECARS, ids=lambda each: each.name)
def test_a_description_can_override_the_image_of_each_sidecar(sidecar: Sidecar) -> None:
    assert sidecar.image.key in {each.name for each in fields(Images)}
