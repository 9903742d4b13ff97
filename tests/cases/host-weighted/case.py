"""A migration by weight, from a host outside into the mesh: each is asked for by its own name."""

from meshwright import (
    ConnectionPool,
    Environment,
    Gateway,
    GatewayRoute,
    Host,
    Mesh,
    Process,
    Route,
    Service,
    Version,
    VirtualNode,
)
from meshwright.features import Feature

shows = (Feature.HOST, Feature.WEIGHTS)

web = VirtualNode("web", Process(["web"]), backends=["payments"])
payments = Service(
    "payments",
    port=80,
    versions=[Version("old", Host("pay.example")), Version("new", Process(["payments"]))],
    routes=[Route("main", to={"old": 95, "new": 5})],
    connection_pool=ConnectionPool(connections=10),
)
public = Gateway("public", routes=[GatewayRoute("all", to=payments)])
environment = Environment(
    "test", Mesh("shop", services=[payments], virtual_nodes=[web], gateways=[public], access_log="off", retry="off")
)
