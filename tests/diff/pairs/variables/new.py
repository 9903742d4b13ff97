"""Others."""

from tests.diff.described import prod, web

from meshwright import Container, Secret, Service

environment = prod(
    Service(
        "checkout",
        Container("shop/checkout:1.4", environment={"LEVEL": "debug"}, secrets={"DATABASE_URL": Secret("shop/db2")}),
        port=8080,
    ),
    web("checkout"),
)
