"""Without end: the whole request, or its silence."""

from meshwright import Environment, Mesh, Process, Route, Service, Timeout, Version, VirtualNode, path
from meshwright.features import Feature

shows = (Feature.TIMEOUT,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"]))],
    routes=[
        Route("stream", when=path.starts_with("/stream"), to="v1", timeout=Timeout("off", "off")),
        Route("main", to="v1", timeout="off"),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
