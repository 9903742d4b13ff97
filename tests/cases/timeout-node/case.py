"""A raw node's own timeout, beside its route's."""

from meshwright import (
    Environment,
    Mesh,
    NodeListener,
    Process,
    Route,
    RouterListener,
    Timeout,
    VirtualNode,
    VirtualRouter,
    VirtualService,
)
from meshwright.features import Feature

shows = (Feature.TIMEOUT,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
blue = VirtualNode("blue", Process(["blue"]), listeners=[NodeListener(8080, timeout=Timeout("20s", idle="1m"))])
checkout = VirtualService("checkout", router="router")
router = VirtualRouter("router", listeners=[RouterListener(8080)], routes=[Route("main", to="blue", timeout="40s")])
environment = Environment(
    "test",
    Mesh(
        "shop",
        virtual_services=[checkout],
        virtual_routers=[router],
        virtual_nodes=[web, blue],
        access_log="off",
        retry="off",
    ),
)
