from meshwright import (
    Container,
    DirectResponse,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    Redirect,
    Route,
    Service,
)

redis = Service(
    "redis",
    Container("redis"),
    port=6379,
    protocol="tcp",
    routes=[Route("main", respond=DirectResponse(503))],
)
inventory = Service(
    "inventory", port=50051, protocol="grpc", routes=[Route("main", redirect=Redirect(host="stock.example"))]
)
web = Service("web", Container("shop/web"), port=8080, calls=[redis, inventory])
public = Gateway("public", routes=[GatewayRoute("old", redirect=Redirect(prefix="/new/")), GatewayRoute("w", to=web)])
mesh = Mesh("shop", services=[redis, inventory, web], gateways=[public])
environment = Environment("prod", mesh, platform=Fargate("eu-west-1"))
