"""The prefix is taken off."""

from tests.diff.described import prod, web

from meshwright import Gateway, GatewayRoute, path

public = Gateway(
    "public",
    routes=[
        GatewayRoute("shop", when=path.starts_with("/shop"), to="web"),
    ],
)
environment = prod(web(), gateways=[public])
