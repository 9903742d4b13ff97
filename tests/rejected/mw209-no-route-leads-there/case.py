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
    Version,
    VirtualNode,
)

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Container("shop/web:1")), Version("v2", Container("shop/web:2"))],
    routes=[Route("main", to="v1")],
)
nodes = [
    VirtualNode("nightly", Container("shop/nightly"), backends=[web]),
    VirtualNode("orders-v1", Container("shop/orders"), listeners=[NodeListener(8080)]),
]
public = Gateway("public", routes=[GatewayRoute("web", to=web)])
environment = Environment(
    "prod", Mesh("shop", services=[web], gateways=[public], virtual_nodes=nodes), platform=Fargate("eu-west-1")
)
