"""A gateway behind an application load balancer, which the Envoy trusts, and one behind the usual network load balancer.
A route that may be silent for ten minutes makes the balancer wait for longer."""

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayListener,
    GatewayRoute,
    Mesh,
    Service,
    Timeout,
    VirtualGateway,
)
from meshwright.features import Feature

shows = (Feature.CONTAINER,)

web = Service("web", Container("web"), port=8080, timeout=Timeout(idle="10m"))
public = VirtualGateway(
    "public",
    listeners=[GatewayListener(8080), GatewayListener(9090, protocol="grpc")],
    routes=[GatewayRoute("all", to=web)],
)
inside = Gateway("inside", routes=[GatewayRoute("all", to=web)])
environment = Environment(
    "test",
    Mesh("shop", services=[web], gateways=[inside], virtual_gateways=[public]),
    platform=Fargate("eu-west-1", load_balancers={"public": "application"}),
)
