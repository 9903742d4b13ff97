"""Names of services and of Meshwright's own parts do not meet."""

from meshwright import Environment, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.HTTP,)

web = VirtualNode("web", Process(["web"]), backends=["egress", "outbound"])
egress = Service("egress", Process(["egress"]), port=8080)
outbound = Service("outbound", Process(["outbound"]), port=8080, protocol="tcp")
environment = Environment(
    "test", Mesh("shop", services=[egress, outbound], virtual_nodes=[web], access_log="off", egress="allow")
)
