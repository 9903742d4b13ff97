"""Services with full host names have zones of their own, but not one that would hide a host of the mesh."""

from meshwright import Container, Environment, Fargate, Host, Mesh, Service, VirtualService
from meshwright.features import Feature

shows = (Feature.TCP,)

color = Service("color", Container("color"), port=8080)
full = VirtualService("color.default.svc.cluster.local", router="color")
redis = Service("redis.default.svc.cluster.local", Container("redis:7"), port=6379, protocol="tcp")
payments = Service("pay.example", Host("eu.pay.example"), port=80)
uncalled = Service("uncalled.default.svc.cluster.local", Container("uncalled"), port=8080)
web = Service("web", Container("web"), port=8080, calls=[color, full.name, redis, payments])
environment = Environment(
    "test",
    Mesh("shop", services=[web, color, redis, payments, uncalled], virtual_services=[full], access_log="off"),
    platform=Fargate("eu-west-1"),
)
