"""The other order, in which they take the same."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, cookie

environment = prod(
    checkout(
        [
            Route("stable", when=cookie("beta").equals("no"), to="v1"),
            Route("beta", when=cookie("beta").equals("yes"), to="v2"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
