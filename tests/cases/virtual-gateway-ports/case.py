"""A gateway with two listeners, and routes by port on both sides."""

from meshwright import (
    Environment,
    GatewayListener,
    GatewayRoute,
    Mesh,
    NodeListener,
    Process,
    Route,
    RouterListener,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    host,
    port,
)
from meshwright.features import Feature

shows = (Feature.PORT_MATCH,)

node = VirtualNode("node", Process(["node"]), listeners=[NodeListener(8080), NodeListener(9090, "http2")])
router = VirtualRouter(
    "router",
    listeners=[RouterListener(8080), RouterListener(9090, "http2")],
    routes=[Route("plain", when=port.equals(8080), to="node"), Route("http2", when=port.equals(9090), to="node")],
)
web = VirtualService("web", router="router")
public = VirtualGateway(
    "public",
    listeners=[GatewayListener(8080), GatewayListener(8443, "http2")],
    routes=[
        GatewayRoute("plain", when=port.equals(8080), to=web),
        GatewayRoute("http2", when=port.equals(8443), to=web, port=9090),
        GatewayRoute("both", when=host.equals("both.example"), to=web, port=9090),
    ],
)
environment = Environment(
    "test",
    Mesh(
        "shop",
        virtual_services=[web],
        virtual_routers=[router],
        virtual_nodes=[node],
        virtual_gateways=[public],
        access_log="off",
        retry="off",
    ),
)
