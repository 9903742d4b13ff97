"""One."""

from tests.diff.described import prod, web

from meshwright import GatewayListener, GatewayRoute, VirtualGateway

public = VirtualGateway(
    "public",
    listeners=[GatewayListener(8080)],
    routes=[GatewayRoute("shop", to="web")],
)
environment = prod(web(), virtual_gateways=[public])
