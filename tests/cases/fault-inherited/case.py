"""A fault of a service: one route has its own, one has none. A gateway makes them, too."""

from meshwright import (
    Abort,
    Delay,
    Environment,
    Fault,
    Gateway,
    GatewayRoute,
    Mesh,
    Process,
    Route,
    Service,
    VirtualNode,
    header,
    path,
)
from meshwright.features import Feature

shows = (Feature.FAULT, Feature.PATH_MATCH)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
tried = [header("x-chaos").equals("yes"), ~header("x-user").starts_with("vip-")]
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=8080,
    routes=[
        Route("pay", when=path.starts_with("/pay"), to="v1", fault="off"),
        Route(
            "cart",
            when=path.starts_with("/cart"),
            to="v1",
            fault=Fault(Delay("250ms", share=0.5), Abort(503, 1), tried),
        ),
        Route("main", to="v1"),
    ],
    fault=Fault(delay=Delay("20ms", share=5), abort=Abort(503, share=0)),
)
public = Gateway("public", routes=[GatewayRoute("shop", to=checkout)])
mesh = Mesh("shop", services=[checkout], virtual_nodes=[web], gateways=[public], access_log="off")
environment = Environment("test", mesh)
