"""Limits for each client. The gateway knows addresses; one of its routes removes the header that tells clients apart, so
that all who come through it are one client of the service."""

from meshwright import (
    Environment,
    Gateway,
    GatewayRoute,
    HeaderChanges,
    Mesh,
    Process,
    RateLimit,
    Route,
    Service,
    VirtualNode,
    header,
    host,
)
from meshwright.features import Feature

shows = (Feature.RATE_LIMIT, Feature.HOST_MATCH, Feature.HEADER_CHANGES)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=8080,
    routes=[Route("main", to="v1", rate_limit=RateLimit(600, per="1m", burst=30, client=header("X-Tenant")))],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("shop", when=host.equals("shop.example"), to=checkout, rate_limit=RateLimit(5, client="address")),
        GatewayRoute(
            "partners",
            when=host.equals("partners.example"),
            to=checkout,
            request_headers=HeaderChanges(remove=["x-tenant"]),
            rate_limit=RateLimit(20, client=header("x-api-key")),
        ),
    ],
)
mesh = Mesh("shop", services=[checkout], virtual_nodes=[web], gateways=[public], access_log="off")
environment = Environment("test", mesh)
