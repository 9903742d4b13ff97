"""Another one before it, by cookie, method and path."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, cookie, method, path

environment = prod(
    checkout(
        [
            Route(
                "buy",
                when=[cookie("beta").equals("yes"), method.equals("POST"), path.starts_with("/cart")],
                to={"v1": 80, "v2": 20},
            ),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
