"""On EC2."""

from tests.diff.described import web

from meshwright import Ec2, Environment, GatewayListener, GatewayRoute, Mesh, VirtualGateway

public = VirtualGateway("public", listeners=[GatewayListener(8080)], routes=[GatewayRoute("shop", to="web")])
environment = Environment("prod", Mesh("shop", services=[web()], virtual_gateways=[public]), platform=Ec2("eu-west-1"))
