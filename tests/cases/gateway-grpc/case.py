"""A gateway's routes to a gRPC service: the path of a call is its method, and is not rewritten."""

from meshwright import (
    Environment,
    Gateway,
    GatewayRoute,
    Mesh,
    Process,
    Route,
    Service,
    grpc_service,
    header,
    host,
    path,
)
from meshwright.features import Feature

shows = (Feature.GRPC, Feature.PATH_MATCH, Feature.HOST_MATCH)

orders = Service("orders", Process(["orders"]), port=8080, protocol="grpc")
stock = Service("stock", Process(["stock"]), port=8080, protocol="grpc", routes=[Route("all", to="v1")])
public = Gateway(
    "public",
    protocol="grpc",
    routes=[
        GatewayRoute("orders", when=grpc_service.equals("shop.Orders"), to=orders),
        GatewayRoute("stock", when=[path.starts_with("/shop.Stock/"), header("x-team").exists()], to=stock),
        GatewayRoute("host", when=host.equals("stock.example"), to=stock),
    ],
)
mesh = Mesh("shop", services=[orders, stock], gateways=[public], access_log="off", retry="off")
environment = Environment("test", mesh)
