from meshwright import Container, Environment, Fargate, Mesh, NodeListener, VirtualNode, VirtualService

node = VirtualNode("orders-v1", Container("shop/orders"), listeners=[NodeListener(8080)])
environment = Environment(
    "prod",
    Mesh(
        "shop",
        virtual_nodes=[node],
        virtual_services=[
            VirtualService("orders", node="order-v1"),
            VirtualService("carts", router="carts"),
            VirtualService("users", router="users", node="orders-v1"),
        ],
    ),
    platform=Fargate("eu-west-1"),
)
