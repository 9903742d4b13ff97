"""Copies of a share of the requests, from a caller and from a gateway."""

from meshwright import (
    Environment,
    Gateway,
    GatewayRoute,
    Mesh,
    Mirror,
    Process,
    Route,
    Service,
    Version,
    VirtualNode,
    method,
)
from meshwright.features import Feature

shows = (Feature.MIRROR, Feature.METHOD_MATCH)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["one"])), Version("v2", Process(["two"])), Version("v3", Process(["three"]))],
    routes=[
        Route(
            "reads", when=method.equals("GET"), to={"v1": 90, "v2": 10}, mirror=Mirror("v3", share=0.5), timeout="40s"
        ),
        Route("main", to="v1", mirror=Mirror("v2", share=0)),
    ],
)
public = Gateway("public", routes=[GatewayRoute("shop", to=checkout)])
mesh = Mesh("shop", services=[checkout], virtual_nodes=[web], gateways=[public], access_log="off")
environment = Environment("test", mesh)
