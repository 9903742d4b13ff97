"""The old one is gone."""

from tests.diff.described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout(
        [Route("main", to="v2")],
        versions=["v2"],
    ),
    web("checkout"),
)
