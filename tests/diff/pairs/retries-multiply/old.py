"""No retries."""

from tests.diff.described import prod, web

from meshwright import Container, Gateway, GatewayRoute, Service

environment = prod(
    Service("inventory", Container("shop/inventory"), port=8080, retry="off"),
    Service("checkout", Container("shop/checkout"), port=8080, calls=["inventory"], retry="off"),
    web("checkout", retry="off"),
    gateways=[Gateway("public", routes=[GatewayRoute("shop", to="web")])],
)
