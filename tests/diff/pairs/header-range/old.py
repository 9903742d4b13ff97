"""The first thousand users."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, header

environment = prod(
    checkout(
        [
            Route("trial", when=header("x-user").between(0, 1000), to="v2"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
