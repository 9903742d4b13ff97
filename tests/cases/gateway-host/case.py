"""Routes by host: exact, by suffix, for all. App Mesh's order holds across them."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Service, host, path
from meshwright.features import Feature

shows = (Feature.HOST_MATCH,)

web = Service("web", Process(["web"]), port=8080)
api = Service("api", Process(["api"]), port=8080)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("health", when=path.equals("/health"), to=api),
        GatewayRoute("shop", when=host.equals("Shop.example"), to=web),
        GatewayRoute("tenants", when=[host.ends_with(".shop.example"), path.starts_with("/t/")], to=web),
        GatewayRoute("api", when=host.equals("api.shop.example"), to=api),
        GatewayRoute("suffix", when=host.ends_with("example"), to=web),
        GatewayRoute("both", when=[host.ends_with(".example"), host.equals("b.example")], to=api),
        GatewayRoute("never", when=[host.equals("a.example"), host.equals("b.example")], to=api),
    ],
)
environment = Environment("test", Mesh("shop", services=[web, api], gateways=[public], access_log="off", retry="off"))
