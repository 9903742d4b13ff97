"""Answers of a gateway, of an HTTP route with its service's changes of headers, of a gRPC service without versions."""

from meshwright import (
    DirectResponse,
    Environment,
    Gateway,
    GatewayRoute,
    HeaderChanges,
    Mesh,
    Process,
    Retry,
    Route,
    Service,
    VirtualNode,
    path,
)
from meshwright.features import Feature

shows = (Feature.DIRECT_RESPONSE,)

web = VirtualNode("web", Process(["web"]), backends=["checkout", "ended"])
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=8080,
    routes=[
        Route("v1", when=path.starts_with("/v1/"), respond=DirectResponse(410, "Use /v2/.")),
        Route("main", to="v1"),
    ],
    retry=Retry(2, on=["server-error"]),
    response_headers=HeaderChanges({"x-service": "checkout"}),
)
ended = Service(
    "ended", port=50051, protocol="grpc", routes=[Route("main", respond=DirectResponse(501, "It has ended."))]
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("live", when=path.equals("/live"), respond=DirectResponse(200)),
        GatewayRoute("shop", to=checkout, rewrite="off", response_headers=HeaderChanges({"x-by": "gateway"})),
    ],
)
mesh = Mesh("shop", services=[checkout, ended], virtual_nodes=[web], gateways=[public], access_log="off")
environment = Environment("test", mesh)
