"""One is gone, and its caller no longer names it."""

from tests.diff.described import prod, web

from meshwright import Container, Service

environment = prod(
    Service("inventory", Container("shop/inventory"), port=8080),
    web("inventory"),
)
