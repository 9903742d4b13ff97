"""Every request is logged, with all fields."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Service
from meshwright.features import Feature

shows = (Feature.ACCESS_LOG,)

web = Service("web", Process(["web"]), port=8080, calls=["redis"])
redis = Service("redis", Process(["redis"]), port=6379, protocol="tcp")
public = Gateway("public", routes=[GatewayRoute("all", to=web)])
environment = Environment("test", Mesh("shop", services=[web, redis], gateways=[public]))
