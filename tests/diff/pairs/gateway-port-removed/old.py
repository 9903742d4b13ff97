"""Two ports."""

from tests.diff.described import prod, web

from meshwright import GatewayListener, GatewayRoute, VirtualGateway

public = VirtualGateway(
    "public",
    listeners=[GatewayListener(8080), GatewayListener(9090)],
    routes=[GatewayRoute("shop", to="web")],
)
environment = prod(web(), virtual_gateways=[public])
