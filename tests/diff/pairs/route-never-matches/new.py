"""One behind it, which gets none."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, cookie

environment = prod(
    checkout(
        [
            Route("main", to="v1"),
            Route("beta", when=cookie("beta").equals("yes"), to="v2"),
        ]
    ),
    web("checkout"),
)
