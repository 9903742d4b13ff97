"""It is set to another value, nothing is removed from requests, and the response is changed."""

from tests.diff.described import checkout, prod, web

from meshwright import HeaderChanges, Route

environment = prod(
    checkout(
        [
            Route(
                "main",
                to="v1",
                request_headers=HeaderChanges(set={"x-env": "prod"}, add={"x-tag": "new"}),
                response_headers=HeaderChanges(remove=["x-powered-by"]),
            )
        ],
        versions=["v1"],
    ),
    web("checkout"),
)
