"""More copies; the other route sends none any more."""

from tests.diff.described import checkout, prod, web

from meshwright import Mirror, Route, path

environment = prod(
    checkout(
        [
            Route("cart", when=path.starts_with("/cart"), to="v1"),
            Route("main", to="v1", mirror=Mirror("v2", share=10)),
        ],
        versions=["v1", "v2"],
    ),
    web("checkout"),
)
