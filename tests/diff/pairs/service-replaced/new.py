"""Another service in its place."""

from tests.diff.described import prod, web

from meshwright import Container, Service

environment = prod(
    Service("orders", Container("shop/orders"), port=8080),
    web("orders"),
)
