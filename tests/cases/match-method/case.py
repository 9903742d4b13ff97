"""A route by the method."""

from meshwright import Environment, Mesh, Process, Route, Service, Version, VirtualNode, method
from meshwright.features import Feature

shows = (Feature.METHOD_MATCH,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[
        Route("write", when=method.equals("POST"), to="v2"),
        Route("main", to="v1"),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
