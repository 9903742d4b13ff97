"""A service that is called by a full host name only."""

from meshwright import Environment, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.HTTP,)

web = VirtualNode("web", Process(["web"]), backends=["checkout.shop.local"])
checkout = Service("checkout.shop.local", Process(["checkout"]), port=8080)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
