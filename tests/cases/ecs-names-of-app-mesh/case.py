"""Names as App Mesh allows them: virtual services keep theirs, host names of tasks have small letters."""

from meshwright import (
    Container,
    Environment,
    Fargate,
    GatewayListener,
    GatewayRoute,
    Mesh,
    NodeListener,
    Route,
    RouterListener,
    Service,
    Target,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
)
from meshwright.features import Feature

shows = (Feature.CONTAINER,)

color = VirtualService("color_server", router="ColorRouter")
router = VirtualRouter(
    "ColorRouter",
    listeners=[RouterListener(8080)],
    routes=[Route("to_Blue", to=[Target("Color_Blue", 1), Target("color-red", 2)])],
)
front = Service("Front-Node", Container("front"), port=8080, calls=["color_server", "Redis_Cache"])
redis = Service("Redis_Cache", Container("redis"), port=6379, protocol="tcp")
nodes = [VirtualNode(name, Container("color"), listeners=[NodeListener(8080)]) for name in ("Color_Blue", "color-red")]
public = VirtualGateway("Ingress_GW", listeners=[GatewayListener(8080)], routes=[GatewayRoute("all", to=front)])
environment = Environment(
    "Test_1",
    Mesh(
        "Color_App",
        services=[front, redis],
        virtual_services=[color],
        virtual_routers=[router],
        virtual_nodes=nodes,
        virtual_gateways=[public],
    ),
    platform=Fargate("eu-west-1"),
)
