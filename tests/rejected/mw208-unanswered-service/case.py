from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    RouterListener,
    Service,
    VirtualRouter,
    VirtualService,
)

web = Service("web", Container("shop/web"), port=8080, calls=["orders", "carts"])
public = Gateway("public", routes=[GatewayRoute("web", to=web)])
environment = Environment(
    "prod",
    Mesh(
        "shop",
        services=[web],
        gateways=[public],
        virtual_services=[VirtualService("orders"), VirtualService("carts", router="carts")],
        virtual_routers=[VirtualRouter("carts", listeners=[RouterListener(8080)])],
    ),
    platform=Fargate("eu-west-1"),
)
