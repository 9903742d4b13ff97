"""A route by the scheme."""

from meshwright import Environment, Mesh, Process, Route, Service, Version, VirtualNode, scheme
from meshwright.features import Feature

shows = (Feature.SCHEME_MATCH,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[
        Route("secure", when=scheme.equals("https"), to="v2"),
        Route("main", to="v1"),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
