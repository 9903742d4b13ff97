"""A gateway redirects by scheme, host, port and path, beside a route to a service and one to a service that redirects."""

from meshwright import (
    Environment,
    Gateway,
    GatewayRoute,
    HeaderChanges,
    Mesh,
    Process,
    Redirect,
    Route,
    Service,
    host,
    path,
    scheme,
)
from meshwright.features import Feature

shows = (Feature.REDIRECT,)

web = Service(
    "web",
    Process(["web"]),
    port=8080,
    routes=[
        Route("old", when=path.starts_with("/old/"), redirect=Redirect(prefix="/new/", status=308)),
        Route("main", to="v1"),
    ],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute(
            "secure",
            when=[host.equals("shop.example"), scheme.equals("http")],
            redirect=Redirect(scheme="https", status=301),
            response_headers=HeaderChanges({"x-by": "gateway"}),
        ),
        GatewayRoute("www", when=host.equals("www.shop.example"), redirect=Redirect(host="shop.example", query="off")),
        GatewayRoute(
            "search", when=path.equals("/find"), redirect=Redirect(port=8443, path="/search?by=name", status=302)
        ),
        GatewayRoute("api", when=path.starts_with("/api/"), to=web),
        GatewayRoute("shop", to=web, rewrite="off"),
    ],
)
mesh = Mesh("shop", services=[web], gateways=[public], access_log="off")
environment = Environment("test", mesh)
