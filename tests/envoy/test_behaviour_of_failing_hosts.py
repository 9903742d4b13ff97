"""What callers do when hosts fail, are unhealthy, or are not checked at all, asked of a real Envoy."""

from collections.abc import Iterator

import pytest
from tests.waiting import until

from meshwright import Environment, HealthCheck, Mesh, OutlierDetection, Process, Service, VirtualNode

from .world import Answer, Application, World, ask, world

RUN = Process(["app"])
PAGE = "/health"
OFTEN = HealthCheck(PAGE, interval="100ms")


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """`sick`: one of its two hosts fails, though its health page is fine. `down`: its only host is unhealthy. `busy`: one
    of its two hosts answers 503. `silent` is not checked; `checked` is."""
    apps = {
        "sick": Application("sick", status=500, fine=frozenset({PAGE})),
        "down": Application("down", status=500),
        "busy": Application("busy", status=503, fine=frozenset({PAGE})),
        **{name: Application(name) for name in ("good", "caller", "silent-v1", "checked-v1")},
    }
    outlier = OutlierDetection(3, interval="100ms", ejection="1h", max_ejected=50)
    services = [
        Service("sick", RUN, port=8080, retry="off", health_check=OFTEN, outlier_detection=outlier),
        Service("down", RUN, port=8080, retry="off", health_check=OFTEN),
        Service("busy", RUN, port=8080, health_check=OFTEN),
        Service("silent", RUN, port=8080, health_check="off"),
        Service("checked", RUN, port=8080),
    ]
    caller = VirtualNode("caller", RUN, backends=[each.name for each in services])
    mesh = Mesh("shop", services=services, virtual_nodes=[caller])
    direct = {
        "sick-v1": [apps["sick"].port, apps["good"].port],
        "down-v1": [apps["down"].port],
        "busy-v1": [apps["busy"].port, apps["good"].port],
    }
    folder = tmp_path_factory.mktemp("failing")
    with world(Environment("test", mesh), folder, apps, callers=["caller"], direct=direct) as found:
        yield found


def call(failing: World, service: str) -> Answer:
    return ask(failing.outbound["caller"], host=service)


def stat(failing: World, name: str) -> int:
    return int(next(iter(failing.envoy.stats(f"{name}$").values())))


def test_an_ejected_host_stays_out_though_its_health_checks_succeed(failing: World) -> None:
    def ejected() -> bool:
        call(failing, "sick")
        return stat(failing, "sick-v1_8080.outlier_detection.ejections_active") == 1

    until("the host that fails is ejected", ejected)
    asked = stat(failing, "sick-v1_8080.health_check.success")
    until("each host was checked again", lambda: stat(failing, "sick-v1_8080.health_check.success") > asked + 6)
    assert stat(failing, "sick-v1_8080.outlier_detection.ejections_active") == 1
    assert {call(failing, "sick").status for _ in range(20)} == {200}


def test_where_nobody_is_healthy_everybody_is_tried(failing: World) -> None:
    until("it is unhealthy", lambda: stat(failing, "down-v1_8080.membership_healthy") == 0)
    answer = call(failing, "down")
    assert (answer.status, answer.got["app"]) == (500, "down"), "the application's own answer, not Envoy's"


def test_a_503_is_tried_again_on_the_other_host(failing: World) -> None:
    assert {call(failing, "busy").status for _ in range(40)} == {200}
    assert any(each["path"] == "/" for each in failing.applications["busy"].seen), "its turn came"


def test_without_health_checks_an_application_gets_no_connection(failing: World) -> None:
    until("its neighbour was checked", lambda: failing.applications["checked-v1"].connected >= 4)
    assert failing.applications["silent-v1"].connected == 0
    assert call(failing, "silent").status == 200
