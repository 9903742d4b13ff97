from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    NodeListener,
    Route,
    RouterListener,
    Service,
    Target,
    VirtualNode,
    VirtualRouter,
    VirtualService,
)

blue = VirtualNode("orders-blue", Container("shop/orders"), listeners=[NodeListener(8080), NodeListener(8081)])
green = VirtualNode("orders-green", Container("shop/orders"), listeners=[NodeListener(9090)])
orders = VirtualRouter(
    "orders",
    listeners=[RouterListener(8000)],
    routes=[Route("main", to=[Target("orders-blue", 50), Target("orders-green", 50, port=8080)])],
)
web = Service("web", Container("shop/web"), port=8080)
public = Gateway("public", routes=[GatewayRoute("web", to=web, port=80)])
environment = Environment(
    "prod",
    Mesh(
        "shop",
        services=[web],
        gateways=[public],
        virtual_services=[VirtualService("orders", router="orders")],
        virtual_routers=[orders],
        virtual_nodes=[blue, green],
    ),
    platform=Fargate("eu-west-1"),
)
