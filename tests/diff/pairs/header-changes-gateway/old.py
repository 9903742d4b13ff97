"""A service whose route sets a header, behind a gateway that sets one of its own."""

from tests.diff.described import checkout, prod, web

from meshwright import Gateway, GatewayRoute, HeaderChanges

public = Gateway(
    "public",
    routes=[
        GatewayRoute(
            "all",
            to="checkout",
            request_headers=HeaderChanges(set={"x-b": "gateway"}),
        )
    ],
)
environment = prod(
    checkout(versions=["v1"], request_headers=HeaderChanges(set={"x-a": "1"})),
    web("checkout"),
    gateways=[public],
)
