"""gRPC routes of routers and gateways whose services listen for several protocols."""

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    NodeListener,
    Rewrite,
    Route,
    RouterListener,
    Service,
    Target,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    grpc_method,
    grpc_service,
    path,
    port,
    try_resolve,
)
from meshwright.plan.model import Plan


def resolved(*routes: Route, gateway: GatewayRoute | None = None) -> tuple[Plan | None, list[str]]:
    """A router that listens for http on 8080 and for grpc on 9090, and the codes of all problems."""
    listeners = [NodeListener(8080), NodeListener(9090, "grpc")]
    router = VirtualRouter(
        "orders", listeners=[RouterListener(8080), RouterListener(9090, "grpc")], routes=routes or [ROUTE]
    )
    mesh = Mesh(
        "shop",
        virtual_nodes=[VirtualNode("orders", Container("orders"), listeners=listeners)],
        virtual_routers=[router],
        virtual_services=[VirtualService("orders", router="orders")],
        gateways=[Gateway("public", routes=[gateway])] if gateway else [],
    )
    plan, problems = try_resolve(Environment("test", mesh, platform=Fargate("eu-west-1")))
    return plan, [each.code for each in problems]


CALL = grpc_service.equals("shop.Orders")
ROUTE = Route("all", when=port.equals(9090), to=[Target("orders", port=9090)])


def test_the_protocol_is_that_of_the_port_of_the_route() -> None:
    assert resolved(Route("call", when=[port.equals(9090), CALL], to=[Target("orders", port=9090)]))[1] == []
    assert resolved(Route("call", when=[CALL, port.equals(8080)], to=[Target("orders", port=8080)]))[1] == ["MW019"]


def test_a_method_comes_before_its_service_in_the_terms_of_app_mesh() -> None:
    whole = Route("whole", when=[port.equals(9090), CALL], to=[Target("orders", port=9090)])
    put = [port.equals(9090), grpc_method.equals("shop.Orders/Put")]
    plan, codes = resolved(whole, Route("put", when=put, to=[Target("orders", port=9090)]))
    assert plan is not None
    assert ([each.name for each in plan.virtual_routers[0].routes], codes) == (["put", "whole"], [])


def test_a_gateway_rewrites_by_the_protocol_of_the_port_that_it_routes_to() -> None:
    rewrite, when = Rewrite("/v2/"), path.starts_with("/shop.Orders/")
    plan, codes = resolved(gateway=GatewayRoute("call", when=when, to="orders", port=9090, rewrite=rewrite))
    assert plan is not None
    assert (plan.virtual_gateways[0].routes[0].rewrite.prefix, codes) == (None, ["MW210"])
    plan, codes = resolved(gateway=GatewayRoute("call", when=when, to="orders", port=8080, rewrite=rewrite))
    assert plan is not None
    assert (plan.virtual_gateways[0].routes[0].rewrite.prefix, codes) == ("/v2/", [])


def test_a_grpc_condition_rewrites_nothing_for_http2_either() -> None:
    orders = Service("orders", Container("orders"), port=8080, protocol="http2")
    public = Gateway("public", routes=[GatewayRoute("call", when=CALL, to=orders)])
    plan, _ = try_resolve(
        Environment("test", Mesh("shop", services=[orders], gateways=[public]), platform=Fargate("eu-west-1"))
    )
    assert plan is not None
    assert plan.virtual_gateways[0].routes[0].rewrite.prefix is None
