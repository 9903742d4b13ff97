"""The service sets it to another value, which callers and clients notice; the gateway changes responses, too."""

from tests.diff.described import checkout, prod, web

from meshwright import Gateway, GatewayRoute, HeaderChanges

public = Gateway(
    "public",
    routes=[
        GatewayRoute(
            "all",
            to="checkout",
            request_headers=HeaderChanges(set={"x-b": "gateway"}),
            response_headers=HeaderChanges(set={"x-frame-options": "deny"}),
        )
    ],
)
environment = prod(
    checkout(versions=["v1"], request_headers=HeaderChanges(set={"x-a": "2"})),
    web("checkout"),
    gateways=[public],
)
