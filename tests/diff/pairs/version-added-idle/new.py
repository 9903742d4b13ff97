"""A second one, which gets nothing yet."""

from tests.diff.described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout(
        [Route("main", to={"v1": 100, "v2": 0})],
        versions=["v1", "v2"],
    ),
    web("checkout"),
)
