"""Limits of what an application gets at once: HTTP/2."""

from meshwright import ConnectionPool, Environment, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.CONNECTION_POOL, Feature.HTTP2)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout", Process(["checkout"]), port=8080, protocol="http2", connection_pool=ConnectionPool(requests=50)
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
