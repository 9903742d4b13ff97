"""All requests that say another client than ours."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, header

environment = prod(
    checkout(
        [
            Route("trial", when=~header("x-client").equals("shop-app"), to="v2"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
