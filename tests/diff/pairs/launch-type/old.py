"""On Fargate."""

from tests.diff.described import web

from meshwright import Environment, Fargate, GatewayListener, GatewayRoute, Mesh, VirtualGateway

public = VirtualGateway("public", listeners=[GatewayListener(8080)], routes=[GatewayRoute("shop", to="web")])
environment = Environment(
    "prod", Mesh("shop", services=[web()], virtual_gateways=[public]), platform=Fargate("eu-west-1")
)
