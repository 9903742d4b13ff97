"""Sugar and raw terms in one mesh: a raw node as a further target of a service, and the other way round."""

from meshwright import (
    Environment,
    Mesh,
    NodeListener,
    Process,
    Route,
    RouterListener,
    Service,
    VirtualNode,
    VirtualRouter,
    VirtualService,
)
from meshwright.features import Feature

shows = (Feature.WEIGHTS,)

checkout = Service(
    "checkout", Process(["checkout"]), port=8080, routes=[Route("main", to={"v1": 50, "legacy": 50})], calls=["stock"]
)
legacy = VirtualNode("legacy", Process(["legacy"]), listeners=[NodeListener(8080)], backends=["checkout"])
router = VirtualRouter("stock", listeners=[RouterListener(8080)], routes=[Route("main", to="checkout-v1")])
stock = VirtualService("stock", router="stock")
environment = Environment(
    "test",
    Mesh(
        "shop",
        services=[checkout],
        virtual_services=[stock],
        virtual_routers=[router],
        virtual_nodes=[legacy],
        access_log="off",
        retry="off",
    ),
)
