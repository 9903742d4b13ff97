"""Another share."""

from tests.diff.described import prod

from meshwright import Container, NodeListener, Route, RouterListener, VirtualNode, VirtualRouter, VirtualService

node = VirtualNode("orders-blue", Container("shop/orders:blue"), listeners=[NodeListener(8080)])
other = VirtualNode("orders-green", Container("shop/orders:green"), listeners=[NodeListener(8080)])
router = VirtualRouter(
    "orders",
    listeners=[RouterListener(8080)],
    routes=[Route("all", to={"orders-blue": 70, "orders-green": 30})],
)
front = VirtualNode("front", Container("shop/front"), listeners=[NodeListener(8080)], backends=["orders.shop"])
environment = prod(
    virtual_services=[VirtualService("orders.shop", router="orders")],
    virtual_routers=[router],
    virtual_nodes=[node, other, front],
)
