"""What the proxies do for gRPC, asked of real Envoys, with real gRPC servers and clients."""

from collections.abc import Iterator

import grpc
import pytest
from tests.waiting import until

from meshwright import (
    Environment,
    Gateway,
    GatewayRoute,
    HealthCheck,
    Mesh,
    NodeListener,
    Process,
    Route,
    Service,
    Version,
    VirtualNode,
    VirtualService,
    grpc_method,
    grpc_service,
    header,
    path,
)

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
    routed = Service(
        "routed",
        port=8080,
        protocol="grpc",
        versions=[Version(name, RUN) for name in ("plain", "writer", "beta")],
        routes=[
            Route("beta", when=header("x-team").starts_with("beta-"), to="beta"),
            Route("put", when=grpc_method.equals("shop.Orders/Put"), to="writer"),
            Route("orders", when=grpc_service.equals("shop.Orders"), to="plain"),
        ],
    )
    caller = VirtualNode("caller", RUN, backends=["orders", "whole", "routed"])
    raw = VirtualService("whole", node="whole")
    public = Gateway(
        "public",
        protocol="grpc",
        routes=[
            GatewayRoute("orders", when=grpc_service.equals("shop.Orders"), to=orders),
            GatewayRoute("stock", when=path.starts_with("/shop.Stock/"), to=orders),
        ],
    )
    mesh = Mesh(
        "shop",
        services=[orders, routed],
        virtual_nodes=[caller, whole],
        virtual_services=[raw],
        gateways=[public],
    )
    return Environment("test", mesh)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two services that are asked by gRPC's health checking protocol, and a caller."""
    apps = {
        "orders-v1": GrpcApplication("orders-v1", {"shop.Orders": True, "": False}),
        "whole": GrpcApplication("whole"),
        **{name: GrpcApplication(name) for name in ("caller", "routed-plain", "routed-writer", "routed-beta")},
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


@pytest.mark.parametrize(
    ("method", "metadata", "expected"),
    [
        ("/shop.Orders/Get", {}, "routed-plain"),
        ("/shop.Orders/Put", {}, "routed-writer"),
        ("/shop.Orders/PutAll", {}, "routed-plain"),
        ("/shop.Orders/Put", {"x-team": "beta-1"}, "routed-beta"),
        ("/shop.Orders/Get", {"x-team": "alpha"}, "routed-plain"),
    ],
)
def test_calls_are_routed_by_service_method_and_metadata(
    shop: World, method: str, metadata: dict[str, str], expected: str
) -> None:
    assert call(shop.outbound["caller"], "routed", method, metadata)["app"] == expected


@pytest.mark.parametrize("method", ["/shop.OrdersX/Get", "/other.Orders/Get", "/Orders/Get"])
def test_a_call_of_another_service_has_no_route(shop: World, method: str) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        call(shop.outbound["caller"], "routed", method)
    assert caught.value.code() == grpc.StatusCode.UNIMPLEMENTED


@pytest.mark.parametrize("method", ["/shop.Orders/Get", "/shop.Stock/Get"])
def test_a_gateway_leaves_the_method_as_it_is(shop: World, method: str) -> None:
    answer = call(shop.inbound["public", 8080], "shop.example", method)
    assert (answer["app"], answer["method"]) == ("orders-v1", method)


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
