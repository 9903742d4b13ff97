from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service, path

redis = Service("redis", Container("redis:7"), port=6379, protocol="tcp")
cache = Service("cache", Container("redis:7"), port=6379, protocol="tcp", calls=[redis])
web = Service("web", Container("web"), port=80, calls=[redis, cache])
admin = Service("admin", Container("admin"), port=9901)
public = Gateway(
    "public",
    port=2772,
    routes=[GatewayRoute("admin", when=path.starts_with("/admin"), to=admin), GatewayRoute("web", to=web)],
)
mesh = Mesh("shop", services=[redis, cache, web, admin], gateways=[public], egress="allow")
environment = Environment("test", mesh, platform=Fargate("eu-west-1", capture="loopback"))
