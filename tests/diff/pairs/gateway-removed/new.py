"""One."""

from tests.diff.described import prod, web

from meshwright import Gateway, GatewayRoute

public = Gateway("public", routes=[GatewayRoute("shop", to="web")])
partners = Gateway("partners", port=9090, routes=[GatewayRoute("shop", to="web")])
environment = prod(web(), gateways=[public])
