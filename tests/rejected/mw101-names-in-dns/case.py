from meshwright import Container, Environment, Fargate, Mesh, NodeListener, Service, VirtualNode, VirtualService

orders = Service("Orders", Container("shop/orders"), port=8080)
node = VirtualNode("application", Container("shop/app"), listeners=[NodeListener(8080)])
blue = VirtualNode("orders-V1", Container("shop/orders"), listeners=[NodeListener(8080)])
environment = Environment(
    "prod",
    Mesh(
        "shop",
        services=[orders],
        virtual_nodes=[node, blue],
        virtual_services=[VirtualService("orders", node="application")],
    ),
    platform=Fargate("eu-west-1"),
)
