"""A rate limit of a service: one route has its own, one has none. A gateway keeps them, too."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, RateLimit, Route, Service, VirtualNode, path
from meshwright.features import Feature

shows = (Feature.RATE_LIMIT, Feature.PATH_MATCH)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=8080,
    routes=[
        Route("health", when=path.equals("/health"), to="v1", rate_limit="off"),
        Route("report", when=path.starts_with("/report"), to="v1", rate_limit=RateLimit(7, per="1m", burst=2)),
        Route("main", to="v1"),
    ],
    rate_limit=RateLimit(100),
)
public = Gateway("public", routes=[GatewayRoute("shop", to=checkout)])
mesh = Mesh("shop", services=[checkout], virtual_nodes=[web], gateways=[public], access_log="off")
environment = Environment("test", mesh)
