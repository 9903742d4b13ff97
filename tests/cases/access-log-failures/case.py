"""Only what failed is logged."""

from meshwright import AccessLog, Environment, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.ACCESS_LOG,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service("checkout", Process(["checkout"]), port=8080)
environment = Environment(
    "test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log=AccessLog(failures_only=True))
)
