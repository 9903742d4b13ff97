"""A route by a query parameter."""

from meshwright import Environment, Mesh, Process, Route, Service, Version, VirtualNode, query
from meshwright.features import Feature

shows = (Feature.QUERY_MATCH,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[
        Route("equals", when=query("debug").equals("1"), to="v2"),
        Route("exists", when=query("beta").exists(), to="v2"),
        Route("main", to="v1"),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
