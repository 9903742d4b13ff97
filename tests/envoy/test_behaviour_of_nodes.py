"""What the proxies of single nodes do, asked of real Envoys."""

from collections.abc import Iterator, Mapping

import pytest
from tests.waiting import until

from meshwright import AccessLog, Environment, HealthCheck, Mesh, NodeListener, Process, Service, Timeout, VirtualNode

from .shop import tunnel
from .world import Application, World, ask, world

RUN = Process(["app"])


@pytest.fixture(scope="module")
def open_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A mesh whose egress is allowed, and which logs failures only."""
    node = VirtualNode("caller", RUN)
    mesh = Mesh("shop", virtual_nodes=[node], egress="allow", access_log=AccessLog(failures_only=True))
    apps = {"caller": Application("caller")}
    with world(Environment("test", mesh), tmp_path_factory.mktemp("open"), apps, callers=["caller"]) as found:
        yield found


def test_egress_reaches_other_hosts_by_name(open_world: World) -> None:
    target = open_world.applications["caller"].port
    answer = ask(open_world.outbound["caller"], f"http://localhost:{target}/there?q", host=f"localhost:{target}")
    assert (answer.status, answer.got["path"]) == (200, "/there?q")


def test_egress_opens_tunnels(open_world: World) -> None:
    answer = tunnel(open_world.outbound["caller"], open_world.applications["caller"].port)
    assert (answer.status, answer.got["path"]) == (200, "/tunnelled")


def test_only_failures_are_logged(open_world: World) -> None:
    target = open_world.applications["caller"].port
    for status in ("200", "404", "399", "500"):
        found = ask(open_world.outbound["caller"], "/", host=f"localhost:{target}", x_status=status)
        assert str(found.status) == status

    def logged() -> set[object]:
        return {each["status"] for each in open_world.log() if each["method"] == "GET"}

    until(lambda: f"404 and 500 are logged: {logged()}", lambda: logged() >= {404, 500})
    assert logged() == {404, 500}


OWN = "/.well-known/meshwright/health"


@pytest.fixture
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One virtual node with two listeners: one whose Envoy answers for it, one with a health page of its own."""
    listeners = [NodeListener(8080), NodeListener(9090, health_check=HealthCheck("/health"))]
    mesh = Mesh("shop", virtual_nodes=[VirtualNode("node", RUN, listeners=listeners)])
    with world(Environment("test", mesh), tmp_path_factory.mktemp("node"), {"node": Application("node")}) as found:
        yield found


def health(node: World) -> Mapping[str, int]:
    return {
        "own": ask(node.inbound["node", 8080], OWN).status,
        "other's": ask(node.inbound["node", 9090], OWN).status,
        "page": ask(node.inbound["node", 9090], "/health").status,
    }


def test_an_envoy_answers_for_its_application(node: World) -> None:
    """200 while it accepts connections, 503 when it is gone, and again 200 when it is back. Checks of another node get 503:
    their callers still have this address from a task that is gone."""
    until("the application is healthy", lambda: health(node) == {"own": 200, "other's": 200, "page": 200})
    app = node.applications["node"]
    for port in (8080, 9090):
        for host, status in {"node": 200, "gone": 503}.items():
            assert ask(node.inbound["node", port], OWN, host=host, user_agent="Envoy/HC").status == status
        assert ask(node.inbound["node", port], OWN, host="10.0.0.1", user_agent="somebody").status == 200
    assert {each["path"] for each in app.seen} == {"/health"}
    app.stop()
    until("it is gone", lambda: health(node) == {"own": 503, "other's": 503, "page": 503})
    app.start()
    until("it is back", lambda: health(node) == {"own": 200, "other's": 200, "page": 200})


def test_a_task_that_drains_is_unhealthy_at_once_and_still_answers(node: World) -> None:
    until("the application is healthy", lambda: health(node) == {"own": 200, "other's": 200, "page": 200})
    node.envoy.ask("/healthcheck/fail", "POST")
    assert health(node) == {"own": 503, "other's": 503, "page": 503}
    assert ask(node.inbound["node", 8080], "/order").status == 200
    node.envoy.ask("/healthcheck/ok", "POST")
    assert health(node) == {"own": 200, "other's": 200, "page": 200}


def test_a_health_page_is_the_applications_own(node: World) -> None:
    until("the application is healthy", lambda: health(node) == {"own": 200, "other's": 200, "page": 200})
    assert ask(node.inbound["node", 9090], "/health", x_status="418").status == 418


def test_a_stream_may_be_silent_as_long_as_its_route_says(tmp_path_factory: pytest.TempPathFactory) -> None:
    apps = {"quiet-v1": Application("quiet-v1"), "patient-v1": Application("patient-v1"), "caller": Application("c")}
    services = [
        Service("quiet", RUN, port=8080, timeout=Timeout("off", idle="300ms"), retry="off", health_check="off"),
        Service("patient", RUN, port=8080, timeout=Timeout("off", idle="off"), health_check="off"),
    ]
    mesh = Mesh("shop", services=services, virtual_nodes=[VirtualNode("caller", RUN, backends=["quiet", "patient"])])
    with world(Environment("test", mesh), tmp_path_factory.mktemp("quiet"), apps, callers=["caller"]) as found:
        port = found.outbound["caller"]
        assert ask(port, host="quiet", x_delay="2").status == 504
        assert ask(port, host="patient", x_delay="2").status == 200
