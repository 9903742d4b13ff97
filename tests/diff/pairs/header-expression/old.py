"""Two regions."""

from tests.diff.described import checkout, prod, web

from meshwright import Route, header

environment = prod(
    checkout(
        [
            Route("trial", when=header("x-region").matches("eu-(west|north)-1"), to="v2"),
            Route("main", to="v1"),
        ]
    ),
    web("checkout"),
)
