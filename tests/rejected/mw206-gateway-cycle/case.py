from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Host,
    Mesh,
    Route,
    Service,
    Version,
    host,
)

orders = Service(
    "orders",
    port=443,
    versions=[Version("old", Host("shop.example")), Version("new", Container("shop/orders"))],
    routes=[Route("main", to={"old": 90, "new": 10})],
)
public = Gateway("public", routes=[GatewayRoute("orders", when=host.equals("shop.example"), to=orders)])
environment = Environment("prod", Mesh("shop", services=[orders], gateways=[public]), platform=Fargate("eu-west-1"))
