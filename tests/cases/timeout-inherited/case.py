"""The route's timeout before the service's before the mesh's; the node allows the longest."""

from meshwright import Environment, Mesh, Process, Route, Service, VirtualNode, path
from meshwright.features import Feature

shows = (Feature.TIMEOUT,)

web = VirtualNode("web", Process(["web"]), backends=["checkout", "inventory"])
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=8080,
    timeout="5s",
    routes=[Route("slow", when=path.starts_with("/report"), to="v1", timeout="60s"), Route("main", to="v1")],
)
inventory = Service("inventory", Process(["inventory"]), port=8080)
environment = Environment(
    "test", Mesh("shop", services=[checkout, inventory], virtual_nodes=[web], access_log="off", timeout="8s")
)
