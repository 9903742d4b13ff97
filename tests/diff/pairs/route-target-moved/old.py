"""A cookie leads to v2."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, cookie

environment = prod(
    checkout(
        [
            Route("beta", when=cookie("beta").equals("yes"), to="v2"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
