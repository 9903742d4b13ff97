"""Headers that a gateway's route changes, around what the routes of the service change."""

from meshwright import Environment, Gateway, GatewayRoute, HeaderChanges, Mesh, Process, Route, Service, path
from meshwright.features import Feature

shows = (Feature.HEADER_CHANGES,)

web = Service(
    "web",
    Process(["web"]),
    port=8080,
    routes=[
        Route(
            "own",
            when=path.starts_with("/own"),
            to="v1",
            request_headers=HeaderChanges(set={"x-set": "route"}, add={"x-add": "route"}, remove=["x-remove"]),
            response_headers=HeaderChanges(set={"x-set": "route"}, add={"x-add": "route"}, remove=["x-remove"]),
        ),
        Route("plain", when=path.starts_with("/plain"), to="v1"),
    ],
)
changes = HeaderChanges(set={"x-set": "gateway", "x-remove": "gateway"}, add={"x-add": "gateway"}, remove=["x-gone"])
public = Gateway(
    "public",
    routes=[
        GatewayRoute("shop", when=path.starts_with("/"), to=web, request_headers=changes, response_headers=changes)
    ],
)
environment = Environment("test", Mesh("shop", services=[web], gateways=[public], access_log="off"))
