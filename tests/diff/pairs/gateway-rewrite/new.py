"""The prefix stays."""

from tests.diff.described import prod, web

from meshwright import Gateway, GatewayRoute, Rewrite, path

public = Gateway(
    "public",
    routes=[
        GatewayRoute("shop", when=path.starts_with("/shop"), to="web", rewrite=Rewrite("off")),
    ],
)
environment = prod(web(), gateways=[public])
