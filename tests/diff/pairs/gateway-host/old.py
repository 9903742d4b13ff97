"""Two hosts, both of web."""

from tests.diff.described import checkout, prod, web

from meshwright import Gateway, GatewayRoute, Route, host

public = Gateway(
    "public",
    routes=[
        GatewayRoute("shop", when=host.equals("shop.example"), to="web"),
        GatewayRoute("api", when=host.equals("api.shop.example"), to="web"),
    ],
)
environment = prod(
    web("checkout"),
    checkout([Route("main", to="v1")], versions=["v1"]),
    gateways=[public],
)
