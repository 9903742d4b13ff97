"""One version."""

from tests.diff.described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout(
        [Route("main", to="v1")],
        versions=["v1"],
    ),
    web("checkout"),
)
