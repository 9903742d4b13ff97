"""Several services share a router, each under its own name."""

from meshwright import (
    Environment,
    Mesh,
    NodeListener,
    Process,
    Route,
    RouterListener,
    VirtualNode,
    VirtualRouter,
    VirtualService,
)
from meshwright.features import Feature

shows = (Feature.HTTP,)

web = VirtualNode("web", Process(["web"]), backends=["checkout", "cashier.shop.local"])
blue = VirtualNode("blue", Process(["blue"]), listeners=[NodeListener(8080)])
router = VirtualRouter("router", listeners=[RouterListener(8080)], routes=[Route("main", to="blue")])
services = [VirtualService(name, router="router") for name in ("checkout", "cashier.shop.local")]
environment = Environment(
    "test",
    Mesh(
        "shop",
        virtual_services=services,
        virtual_routers=[router],
        virtual_nodes=[web, blue],
        access_log="off",
        retry="off",
    ),
)
