"""Port 9090."""

from tests.diff.described import prod, web

from meshwright import Container, Service

environment = prod(
    Service("checkout", Container("shop/checkout:1.4"), port=9090),
    web("checkout"),
)
