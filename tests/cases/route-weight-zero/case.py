"""A version of weight 0 has its cluster already, so that giving it weight changes routes only."""

from meshwright import Environment, Mesh, Process, Route, Service, Version, VirtualNode
from meshwright.features import Feature

shows = (Feature.WEIGHTS,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[
        Route("main", to={"v1": 100, "v2": 0}),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
