"""5 s everywhere."""

from tests.diff.described import checkout, prod, web

from meshwright import Container, Route, Service

environment = prod(
    Service("inventory", Container("shop/inventory"), port=8080),
    checkout([Route("main", to={"v1": 90, "v2": 10})], calls=["inventory"]),
    web("checkout", "inventory"),
    timeout="5s",
)
