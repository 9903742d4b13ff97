"""What the proxies do for gRPC, asked of real Envoys, with real gRPC servers and clients."""

from collections.abc import Iterator

import pytest
from tests.waiting import until

from meshwright import Environment, HealthCheck, Mesh, NodeListener, Process, Service, VirtualNode, VirtualService

from .grpc_server import GrpcApplication, call
from .world import World, world

RUN = Process(["app"])


def described() -> Environment:
    orders = Service(
        "orders", RUN, port=8080, protocol="grpc", health_check=HealthCheck(grpc="shop.Orders", interval="200ms")
    )
    whole = VirtualNode(
        "whole", RUN, listeners=[NodeListener(9090, "http2", health_check=HealthCheck(grpc="", interval="200ms"))]
    )
    caller = VirtualNode("caller", RUN, backends=["orders", "whole"])
    raw = VirtualService("whole", node="whole")
    return Environment("test", Mesh("shop", services=[orders], virtual_nodes=[caller, whole], virtual_services=[raw]))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two services that are asked by gRPC's health checking protocol, and a caller."""
    apps = {
        "orders-v1": GrpcApplication("orders-v1", {"shop.Orders": True, "": False}),
        "whole": GrpcApplication("whole"),
        "caller": GrpcApplication("caller"),
    }
    with world(described(), tmp_path_factory.mktemp("grpc"), apps, callers=["caller"]) as found:
        yield found
    for each in apps.values():
        each.stop()


def application(shop: World, node: str) -> GrpcApplication:
    found = shop.applications[node]
    assert isinstance(found, GrpcApplication)
    return found


def healthy(shop: World, cluster: str) -> set[str]:
    return set(map(str, shop.envoy.stats(f"{cluster}.membership_healthy$").values()))


def test_a_call_reaches_the_service_with_its_path_and_metadata(shop: World) -> None:
    answer = call(shop.outbound["caller"], "orders", "/shop.Orders/Get", {"x-team": "red"})
    assert (answer["app"], answer["method"]) == ("orders-v1", "/shop.Orders/Get")
    assert answer["metadata"]["x-team"] == "red"


def test_the_application_is_asked_for_the_service_that_is_written(shop: World) -> None:
    until("both are healthy", lambda: healthy(shop, "orders-v1_8080") == healthy(shop, "whole_9090") == {"1"})
    assert application(shop, "orders-v1").asked == {"shop.Orders"}
    assert application(shop, "whole").asked == {""}


def test_a_server_that_does_not_serve_is_unhealthy_until_it_does(shop: World) -> None:
    until("it is healthy", lambda: healthy(shop, "orders-v1_8080") == {"1"})
    application(shop, "orders-v1").healthy["shop.Orders"] = False
    until("it is unhealthy", lambda: healthy(shop, "orders-v1_8080") == {"0"})
    assert healthy(shop, "whole_9090") == {"1"}, "another server is not touched"
    application(shop, "orders-v1").healthy["shop.Orders"] = True
    until("it is healthy again", lambda: healthy(shop, "orders-v1_8080") == {"1"})


def test_a_task_that_drains_fails_its_checks_and_still_answers_calls(shop: World) -> None:
    until("they are healthy", lambda: healthy(shop, "orders-v1_8080") == healthy(shop, "whole_9090") == {"1"})
    shop.envoy.ask("/healthcheck/fail", "POST")
    try:
        until("it is unhealthy", lambda: healthy(shop, "orders-v1_8080") == {"0"})
        assert call(shop.inbound["orders-v1", 8080], "orders", "/shop.Orders/Get")["app"] == "orders-v1"
    finally:
        shop.envoy.ask("/healthcheck/ok", "POST")
    until("it is healthy again", lambda: healthy(shop, "orders-v1_8080") == {"1"})
