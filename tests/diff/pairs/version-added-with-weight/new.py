"""A second one, with requests from the start."""

from tests.diff.described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout(
        [Route("main", to={"v1": 90, "v2": 10})],
        versions=["v1", "v2"],
    ),
    web("checkout"),
)
