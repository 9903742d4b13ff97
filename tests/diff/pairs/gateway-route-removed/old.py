"""Two paths are let in."""

from tests.diff.described import prod, web

from meshwright import Gateway, GatewayRoute, path

public = Gateway(
    "public",
    routes=[
        GatewayRoute("legacy", when=path.starts_with("/legacy"), to="web", rewrite="off"),
        GatewayRoute("shop", when=path.starts_with("/shop"), to="web"),
    ],
)
environment = prod(web(), gateways=[public])
