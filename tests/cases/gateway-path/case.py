"""A whole path is replaced by another."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Rewrite, Route, Service, Version, path
from meshwright.features import Feature

shows = (Feature.REWRITE,)

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[Route("order", when=path.starts_with("/order"), to="v2"), Route("main", to="v1")],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("exact", when=path.equals("/buy"), to=web, rewrite=Rewrite(path="/orders/new")),
        GatewayRoute("regex", when=path.matches("/(faq|help)"), to=web, rewrite=Rewrite(path="/support")),
        GatewayRoute("as-it-is", when=path.equals("/orders"), to=web),
    ],
)
environment = Environment("test", Mesh("shop", services=[web], gateways=[public], access_log="off", retry="off"))
