"""A target on a port of its own."""

from meshwright import (
    Environment,
    Mesh,
    NodeListener,
    Process,
    Route,
    RouterListener,
    Target,
    VirtualNode,
    VirtualRouter,
    VirtualService,
)
from meshwright.features import Feature

shows = (Feature.WEIGHTS,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
blue = VirtualNode("blue", Process(["blue"]), listeners=[NodeListener(8080), NodeListener(9000)])
green = VirtualNode("green", Process(["green"]), listeners=[NodeListener(7000)])
checkout = VirtualService("checkout", router="router")
router = VirtualRouter(
    "router",
    listeners=[RouterListener(8080)],
    routes=[Route("main", to=[Target("blue", 50), Target("blue", 25, port=9000), Target("green", 25, port=7000)])],
)
environment = Environment(
    "test",
    Mesh(
        "shop",
        virtual_services=[checkout],
        virtual_routers=[router],
        virtual_nodes=[web, blue, green],
        access_log="off",
        retry="off",
    ),
)
