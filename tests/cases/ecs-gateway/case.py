"""A gateway on ports below 1024, which a user who is not root may not take without being told."""

from meshwright import (
    Container,
    Environment,
    Fargate,
    GatewayListener,
    GatewayRoute,
    Mesh,
    Service,
    VirtualGateway,
)
from meshwright.features import Feature

shows = (Feature.CONTAINER,)

web = Service("web", Container("web"), port=8080)
public = VirtualGateway(
    "public", listeners=[GatewayListener(80), GatewayListener(8080)], routes=[GatewayRoute("all", to=web)]
)
environment = Environment(
    "test",
    Mesh("shop", services=[web], gateways=[], virtual_gateways=[public], access_log="off"),
    platform=Fargate("eu-west-1"),
)
