"""No log of one service, and of one gateway."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Service
from meshwright.features import Feature

shows = (Feature.ACCESS_LOG,)

web = Service("web", Process(["web"]), port=8080, access_log="off")
public = Gateway("public", routes=[GatewayRoute("all", to=web)], access_log="off")
inside = Gateway("inside", routes=[GatewayRoute("all", to=web)], port=8081)
environment = Environment("test", Mesh("shop", services=[web], gateways=[public, inside]))
