"""A router with several listeners: its routes by port. Clients leave port 80 out of the host."""

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
    path,
    port,
)
from meshwright.features import Feature

shows = (Feature.PORT_MATCH,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
old = VirtualNode(
    "old", Process(["old"]), listeners=[NodeListener(80), NodeListener(8080), NodeListener(9090, "http2")]
)
checkout = VirtualService("checkout", router="router")
router = VirtualRouter(
    "router",
    listeners=[RouterListener(80), RouterListener(8080), RouterListener(9090, "http2")],
    routes=[
        Route("plain", when=port.equals(80), to="old"),
        Route("alternative", when=port.equals(8080), to="old"),
        Route("http2", when=[port.equals(9090), path.starts_with("/api")], to="old"),
        Route("nowhere", when=port.equals(1234), to=[Target("old", port=80)]),
    ],
)
environment = Environment(
    "test",
    Mesh(
        "shop",
        virtual_services=[checkout],
        virtual_routers=[router],
        virtual_nodes=[web, old],
        access_log="off",
        retry="off",
    ),
)
