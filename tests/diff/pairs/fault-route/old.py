"""Some requests wait."""

from tests.diff.described import checkout, prod, web

from meshwright import Delay, Fault, Route, path

environment = prod(
    checkout(
        [
            Route("cart", when=path.starts_with("/cart"), to="v1"),
            Route("main", to="v1", fault=Fault(Delay("2s", share=5))),
        ],
        versions=["v1"],
    ),
    web("checkout"),
)
