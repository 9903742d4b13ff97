"""Two."""

from tests.diff.described import checkout, prod, web

from meshwright import Container, Route, Service

environment = prod(
    Service("inventory", Container("shop/inventory"), port=8080),
    checkout([Route("main", to="v1")], versions=["v1"]),
    web("checkout", "inventory"),
)
