"""Three retries of each."""

from tests.diff.described import prod, web

from meshwright import Container, Gateway, GatewayRoute, Retry, Service

environment = prod(
    Service("inventory", Container("shop/inventory"), port=8080, retry=Retry(3)),
    Service("checkout", Container("shop/checkout"), port=8080, calls=["inventory"], retry=Retry(3)),
    web("checkout", retry=Retry(3)),
    gateways=[Gateway("public", routes=[GatewayRoute("shop", to="web")])],
)
