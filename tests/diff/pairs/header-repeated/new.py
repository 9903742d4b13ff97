"""The tester's first."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, header

environment = prod(
    checkout(
        [
            Route("one", when=header("x-debug").equals("v1"), to="v1"),
            Route("two", when=header("x-debug").equals("v2"), to="v2"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
