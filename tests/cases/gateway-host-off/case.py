"""The host stays as the client sent it."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Rewrite, Service
from meshwright.features import Feature

shows = (Feature.REWRITE,)

web = Service("web", Process(["web"]), port=8080)
public = Gateway("public", routes=[GatewayRoute("all", to=web, rewrite=Rewrite(host="off"))])
environment = Environment("test", Mesh("shop", services=[web], gateways=[public], access_log="off", retry="off"))
