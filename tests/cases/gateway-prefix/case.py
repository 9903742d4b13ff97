"""The matched prefix becomes a slash by default, or a value, or stays."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Rewrite, Service, path
from meshwright.features import Feature

shows = (Feature.REWRITE,)

web = Service("web", Process(["web"]), port=8080)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("default", when=path.starts_with("/api"), to=web),
        GatewayRoute("slash", when=path.starts_with("/shop/"), to=web),
        GatewayRoute("value", when=path.starts_with("/old"), to=web, rewrite=Rewrite("/new")),
        GatewayRoute("value-slash", when=path.starts_with("/v1"), to=web, rewrite=Rewrite("/v2/")),
        GatewayRoute("same", when=path.starts_with("/same"), to=web, rewrite=Rewrite("/same")),
        GatewayRoute("off", when=path.starts_with("/asis"), to=web, rewrite=Rewrite("off")),
        GatewayRoute("all-off", when=path.starts_with("/raw"), to=web, rewrite="off"),
        GatewayRoute("rest", to=web),
    ],
)
environment = Environment("test", Mesh("shop", services=[web], gateways=[public], access_log="off", retry="off"))
