"""At most a hundred connections."""

from tests.diff.described import prod, web

from meshwright import ConnectionPool, Container, Service

environment = prod(
    Service(
        "checkout",
        Container("shop/checkout:1.4"),
        port=8080,
        connection_pool=ConnectionPool(connections=100, pending=20),
    ),
    web("checkout"),
)
