from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    NodeListener,
    Route,
    Service,
    VirtualNode,
)

cache = VirtualNode("cache", Container("redis:7"), listeners=[NodeListener(6379, "tcp")])
web = Service("web", Container("shop/web"), port=6379, routes=[Route("main", to="cache")])
db = Service("db", Container("postgres:17"), port=5432, protocol="tcp")
public = Gateway("public", routes=[GatewayRoute("db", to=db)])
environment = Environment(
    "prod", Mesh("shop", services=[web, db], virtual_nodes=[cache], gateways=[public]), platform=Fargate("eu-west-1")
)
