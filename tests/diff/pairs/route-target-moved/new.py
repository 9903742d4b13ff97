"""The cookie leads to v1, too: the route is without effect."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, cookie

environment = prod(
    checkout(
        [
            Route("beta", when=cookie("beta").equals("yes"), to="v1"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
