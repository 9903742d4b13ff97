"""Two services are called."""

from tests.diff.described import prod, web

from meshwright import Container, Service

environment = prod(
    Service("recommendations", Container("shop/recommendations"), port=8080),
    Service("inventory", Container("shop/inventory"), port=8080),
    web("recommendations", "inventory"),
)
