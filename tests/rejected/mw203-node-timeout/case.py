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
    Timeout,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    path,
)

node = VirtualNode("orders-v1", Container("shop/orders"), listeners=[NodeListener(8080)])
router = VirtualRouter(
    "orders",
    listeners=[RouterListener(8080)],
    routes=[
        Route("reports", when=path.starts_with("/reports"), to="orders-v1", timeout="60s"),
        Route("stream", when=path.equals("/events"), to="orders-v1", timeout=Timeout(per_request="off", idle="1h")),
        Route("quick", when=path.equals("/ping"), to="orders-v1", timeout="1s"),
        Route("main", to="orders-v1"),
    ],
)
environment = Environment(
    "prod",
    Mesh(
        "shop",
        virtual_services=[VirtualService("orders", router="orders")],
        virtual_routers=[router],
        virtual_nodes=[node],
        gateways=[Gateway("public", routes=[GatewayRoute("orders", to="orders")])],
    ),
    platform=Fargate("eu-west-1"),
)
