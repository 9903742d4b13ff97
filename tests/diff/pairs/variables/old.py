"""A variable and a secret."""

from tests.diff.described import prod, web

from meshwright import Container, Secret, Service

environment = prod(
    Service(
        "checkout",
        Container("shop/checkout:1.4", environment={"LEVEL": "info"}, secrets={"DATABASE_URL": Secret("shop/db")}),
        port=8080,
    ),
    web("checkout"),
)
