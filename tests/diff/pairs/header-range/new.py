"""The first two thousand."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, header

environment = prod(
    checkout(
        [
            Route("trial", when=header("x-user").between(0, 2000), to="v2"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
