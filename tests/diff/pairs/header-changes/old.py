"""A header is set, one is removed, and the response is passed on as it is."""

from tests.diff.described import checkout, prod, web

from meshwright import HeaderChanges, Route

environment = prod(
    checkout(
        [Route("main", to="v1", request_headers=HeaderChanges(set={"x-env": "staging"}, remove=["x-debug"]))],
        versions=["v1"],
    ),
    web("checkout"),
)
