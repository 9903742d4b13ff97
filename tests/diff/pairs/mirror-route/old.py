"""Few copies, and another route that sends copies."""

from tests.diff.described import checkout, prod, web

from meshwright import Mirror, Route, path

environment = prod(
    checkout(
        [
            Route("cart", when=path.starts_with("/cart"), to="v1", mirror=Mirror("v2")),
            Route("main", to="v1", mirror=Mirror("v2", share=0.5)),
        ],
        versions=["v1", "v2"],
    ),
    web("checkout"),
)
