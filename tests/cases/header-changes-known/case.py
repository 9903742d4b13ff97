"""Conditions of a service's routes on headers that the gateway changes: the routes see what the gateway passes on."""

from meshwright import (
    Environment,
    Gateway,
    GatewayRoute,
    HeaderChanges,
    Mesh,
    Process,
    Route,
    Service,
    Version,
    header,
    host,
)
from meshwright.features import Feature

shows = (Feature.HEADER_CHANGES, Feature.HEADER_MATCH)

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Process(["web"])), Version("v2", Process(["web"]))],
    routes=[
        Route("debug", when=header("x-debug").exists(), to="v2"),
        Route("beta", when=[header("x-tier").equals("beta"), header("x-other").exists()], to="v2"),
        Route("main", to="v1"),
    ],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute(
            "beta",
            when=host.equals("beta.example"),
            to=web,
            request_headers=HeaderChanges(set={"x-tier": "beta"}, remove=["x-debug"]),
        ),
        GatewayRoute("rest", to=web, request_headers=HeaderChanges(set={"x-tier": "all", "x-debug": "no"})),
    ],
)
environment = Environment("test", Mesh("shop", services=[web], gateways=[public], access_log="off"))
