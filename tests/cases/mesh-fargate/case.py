"""Tasks that are found by DNS, with loopback capture."""

from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service
from meshwright.features import Feature

shows = (Feature.HTTP, Feature.TCP, Feature.CONTAINER)

web = Service("web", Container("shop/web"), port=8080, calls=["checkout", "redis"])
checkout = Service("checkout", Container("shop/checkout"), port=8080)
redis = Service("redis", Container("redis:7"), port=6379, protocol="tcp")
public = Gateway("public", routes=[GatewayRoute("all", to=web)])
environment = Environment(
    "test",
    Mesh("shop", services=[web, checkout, redis], gateways=[public], access_log="off", retry="off"),
    platform=Fargate("eu-west-1"),
)
