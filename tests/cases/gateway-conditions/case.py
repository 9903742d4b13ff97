"""A gateway's own conditions on method, header, cookie, query and scheme."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Service, cookie, header, method, query, scheme
from meshwright.features import Feature

shows = (Feature.METHOD_MATCH, Feature.SCHEME_MATCH, Feature.HEADER_MATCH, Feature.COOKIE_MATCH, Feature.QUERY_MATCH)

web = Service("web", Process(["web"]), port=8080)
public = Gateway(
    "public",
    routes=[
        GatewayRoute(
            "all",
            when=[
                method.equals("GET"),
                scheme.equals("http"),
                header("x-a").exists(),
                ~header("x-b").exists(),
                cookie("c").equals("1"),
                query("q").exists(),
            ],
            to=web,
        ),
        GatewayRoute("first", to=web, priority=5),
    ],
)
environment = Environment("test", Mesh("shop", services=[web], gateways=[public], access_log="off", retry="off"))
