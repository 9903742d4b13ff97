"""Routes that take different requests."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, cookie

environment = prod(
    checkout(
        [
            Route("beta", when=cookie("beta").equals("yes"), to="v2"),
            Route("stable", when=cookie("beta").equals("no"), to="v1"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
