"""Every task gets requests, whatever it answers."""

from tests.diff.described import prod, web

from meshwright import Container, Service

environment = prod(
    Service("checkout", Container("shop/checkout:1.4"), port=8080),
    web("checkout"),
)
