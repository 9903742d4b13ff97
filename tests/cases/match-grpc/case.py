"""gRPC routes: by service, by method, and by metadata."""

from meshwright import (
    Environment,
    Mesh,
    Process,
    Route,
    Service,
    Version,
    VirtualNode,
    grpc_method,
    grpc_service,
    header,
)
from meshwright.features import Feature

shows = (Feature.GRPC, Feature.PATH_MATCH, Feature.HEADER_MATCH)

web = VirtualNode("web", Process(["web"]), backends=["shop"])
shop = Service(
    "shop",
    port=8080,
    protocol="grpc",
    versions=[Version(name, Process([name])) for name in ("orders", "writer", "beta")],
    routes=[
        Route("beta", when=header("x-team").starts_with("beta-"), to="beta"),
        Route("put", when=grpc_method.equals("shop.Orders/Put"), to="writer"),
        Route("orders", when=[grpc_service.equals("shop.Orders"), ~header("x-dry-run").exists()], to="orders"),
    ],
)
environment = Environment("test", Mesh("shop", services=[shop], virtual_nodes=[web], access_log="off", retry="off"))
