"""A time limit for each try."""

from meshwright import Environment, Mesh, Process, Retry, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.RETRY,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service("checkout", Process(["checkout"]), port=8080, retry=Retry(3, on=["server-error"], per_try="500ms"))
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off"))
