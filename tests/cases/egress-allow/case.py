"""Whoever is no backend is reached by name, and through tunnels."""

from meshwright import Environment, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.EGRESS_ALLOW,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service("checkout", Process(["checkout"]), port=8080)
environment = Environment(
    "test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", egress="allow")
)
