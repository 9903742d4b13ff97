"""Each waits longer than the one behind it."""

from tests.diff.described import prod, web

from meshwright import Container, Service

environment = prod(
    Service("inventory", Container("shop/inventory"), port=8080, timeout="5s"),
    Service("checkout", Container("shop/checkout"), port=8080, timeout="10s", calls=["inventory"]),
    web("checkout"),
)
