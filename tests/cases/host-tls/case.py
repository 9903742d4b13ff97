"""A service outside the mesh on port 443: TLS to its own name, whose certificate is checked."""

from meshwright import Environment, Host, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.HOST,)

web = VirtualNode("web", Process(["web"]), backends=["payments"])
payments = Service("payments", Host("pay.example"), port=443)
environment = Environment("test", Mesh("shop", services=[payments], virtual_nodes=[web], access_log="off", retry="off"))
