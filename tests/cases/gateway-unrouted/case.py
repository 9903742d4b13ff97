"""What a gateway route has taken, no other does, also where the service has no route for it."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Route, Service, method, path
from meshwright.features import Feature

shows = (Feature.PATH_MATCH,)

web = Service("web", Process(["web"]), port=8080, routes=[Route("all", when=path.starts_with("/"), to="v1")])
orders = Service("orders", Process(["orders"]), port=8080, routes=[Route("post", when=method.equals("POST"), to="v1")])
public = Gateway(
    "public",
    routes=[GatewayRoute("orders", when=path.starts_with("/orders"), to=orders), GatewayRoute("rest", to=web)],
)
environment = Environment(
    "test", Mesh("shop", services=[web, orders], gateways=[public], access_log="off", retry="off")
)
