"""Limits of what a gateway sends at once; each listener has its own, and one without limits none."""

from meshwright import (
    ConnectionPool,
    Environment,
    GatewayListener,
    GatewayRoute,
    Mesh,
    Process,
    Service,
    VirtualGateway,
)
from meshwright.features import Feature

shows = (Feature.CONNECTION_POOL,)

web = Service("web", Process(["web"]), port=8080, connection_pool=ConnectionPool(connections=7))
public = VirtualGateway(
    "public",
    listeners=[
        GatewayListener(8080, connection_pool=ConnectionPool(connections=200, pending=20)),
        GatewayListener(8443, "http2", connection_pool=ConnectionPool(requests=300)),
        GatewayListener(9000),
    ],
    routes=[GatewayRoute("all", to=web)],
)
environment = Environment(
    "test", Mesh("shop", services=[web], virtual_gateways=[public], access_log="off", retry="off")
)
