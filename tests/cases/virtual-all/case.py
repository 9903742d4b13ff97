"""App Mesh's raw terms, written out."""

from meshwright import (
    ConnectionPool,
    Environment,
    GatewayListener,
    GatewayRoute,
    HealthCheck,
    Mesh,
    NodeListener,
    OutlierDetection,
    Process,
    Retry,
    Route,
    RouterListener,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    path,
)
from meshwright.features import Feature

shows = (Feature.HTTP, Feature.WEIGHTS, Feature.TIMEOUT, Feature.RETRY)

web = VirtualNode(
    "web-node",
    Process(["web"]),
    listeners=[NodeListener(8080, timeout="30s", health_check=HealthCheck("/ping"))],
    backends=["checkout.shop.local"],
)
blue = VirtualNode("blue", Process(["blue"]), listeners=[NodeListener(8080, outlier_detection=OutlierDetection())])
green = VirtualNode("green", Process(["green"]), listeners=[NodeListener(8080, connection_pool=ConnectionPool(5, 5))])
router = VirtualRouter(
    "checkout-router",
    listeners=[RouterListener(8080)],
    routes=[
        Route("order", when=path.starts_with("/order"), to="blue", retry=Retry(1, on=["gateway-error"]), timeout="20s"),
        Route("main", to={"blue": 80, "green": 20}),
    ],
)
checkout = VirtualService("checkout.shop.local", router="checkout-router")
shop = VirtualService("shop.local", node="web-node")
public = VirtualGateway("public", listeners=[GatewayListener(8080)], routes=[GatewayRoute("all", to=shop)])
environment = Environment(
    "test",
    Mesh(
        "shop",
        virtual_services=[checkout, shop],
        virtual_routers=[router],
        virtual_nodes=[web, blue, green],
        virtual_gateways=[public],
        access_log="off",
    ),
)
