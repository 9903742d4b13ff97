"""A minute for exports."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, path

environment = prod(
    checkout(
        [
            Route("export", when=path.equals("/export"), to="v1", timeout="60s"),
            Route("main", to="v1"),
        ],
        versions=["v1"],
    ),
    web("checkout"),
)
