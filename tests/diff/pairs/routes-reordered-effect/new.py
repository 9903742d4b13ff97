"""The path decides first."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, cookie, path

environment = prod(
    checkout(
        [
            Route("cart", when=path.starts_with("/cart"), to="v1"),
            Route("beta", when=cookie("beta").equals("yes"), to="v2"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
