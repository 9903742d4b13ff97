"""Another share."""

from tests.diff.described import checkout, prod, web

from meshwright import Gateway, GatewayRoute, Route, path

public = Gateway(
    "public",
    routes=[
        GatewayRoute("cart", when=path.starts_with("/cart"), to="checkout"),
        GatewayRoute("shop", to="web"),
    ],
)
environment = prod(
    checkout([Route("main", to={"v1": 80, "v2": 20})]),
    web("checkout"),
    gateways=[public],
)
