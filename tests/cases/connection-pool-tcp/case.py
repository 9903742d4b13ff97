"""Limits of what an application gets at once: TCP."""

from meshwright import ConnectionPool, Environment, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.CONNECTION_POOL, Feature.TCP)

web = VirtualNode("web", Process(["web"]), backends=["redis"])
redis = Service("redis", Process(["redis"]), port=6379, protocol="tcp", connection_pool=ConnectionPool(connections=20))
environment = Environment("test", Mesh("shop", services=[redis], virtual_nodes=[web], access_log="off", retry="off"))
