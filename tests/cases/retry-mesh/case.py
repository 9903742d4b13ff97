"""The mesh's retries, which a service inherits."""

from meshwright import Environment, Mesh, Process, Retry, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.RETRY,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service("checkout", Process(["checkout"]), port=8080)
environment = Environment(
    "test",
    Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry=Retry(1, on=["connection-error"])),
)
