"""Limits of what an application gets at once: HTTP/1.1."""

from meshwright import ConnectionPool, Environment, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.CONNECTION_POOL,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout", Process(["checkout"]), port=8080, connection_pool=ConnectionPool(connections=100, pending=10)
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
