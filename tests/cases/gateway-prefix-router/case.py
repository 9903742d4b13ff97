"""A rewritten prefix, then the routes of the service: both as one match."""

from meshwright import (
    Environment,
    Gateway,
    GatewayRoute,
    Mesh,
    Process,
    Rewrite,
    Route,
    Service,
    Version,
    header,
    method,
    path,
)
from meshwright.features import Feature

shows = (Feature.REWRITE, Feature.PATH_MATCH)

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[
        Route("cart", when=path.starts_with("/cart"), to="v2"),
        Route("about", when=path.equals("/about"), to="v2"),
        Route("home", when=path.equals("/"), to="v2"),
        Route("new", when=path.starts_with("/new/api"), to="v2"),
        Route("beta", when=[header("x-beta").exists(), method.equals("GET")], to="v2"),
        Route("main", to={"v1": 50, "v2": 50}),
    ],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("api", when=[path.starts_with("/api"), header("x-team").equals("a")], to=web),
        GatewayRoute("shop", when=path.starts_with("/shop/"), to=web),
        GatewayRoute("value", when=path.starts_with("/old"), to=web, rewrite=Rewrite("/new")),
        GatewayRoute("off", when=path.starts_with("/c"), to=web, rewrite="off"),
        GatewayRoute("regex", when=path.matches("/(cart|api)/.*"), to=web),
    ],
)
environment = Environment("test", Mesh("shop", services=[web], gateways=[public], access_log="off", retry="off"))
