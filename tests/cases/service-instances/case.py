"""Several instances of a version: the callers know all of them."""

from meshwright import Environment, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.PROCESS,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service("checkout", Process(["checkout"], instances=3), port=8080)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
