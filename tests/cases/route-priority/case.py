"""Routes with a priority come first, lowest number first."""

from meshwright import Environment, Mesh, Process, Route, Service, Version, VirtualNode, path
from meshwright.features import Feature

shows = (Feature.PATH_MATCH,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[
        Route("third", when=path.starts_with("/a"), to="v2"),
        Route("last", to="v1"),
        Route("second", when=path.starts_with("/b"), to="v2", priority=10),
        Route("first", when=path.starts_with("/c"), to="v2", priority=0),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
