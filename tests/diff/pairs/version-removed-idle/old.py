"""Two versions, of which the old one gets nothing any more."""

from tests.diff.described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout(
        [Route("main", to={"v1": 0, "v2": 100})],
        versions=["v1", "v2"],
    ),
    web("checkout"),
)
