"""A service that speaks HTTP/2."""

from meshwright import Environment, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.HTTP2,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service("checkout", Process(["checkout"]), port=8080, protocol="http2")
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
