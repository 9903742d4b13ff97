"""A TCP service is healthy while its Envoy accepts connections."""

from meshwright import Environment, HealthCheck, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.HEALTH_CHECK, Feature.TCP)

web = VirtualNode("web", Process(["web"]), backends=["redis"])
redis = Service("redis", Process(["redis"]), port=6379, protocol="tcp", health_check=HealthCheck(interval="7s"))
environment = Environment("test", Mesh("shop", services=[redis], virtual_nodes=[web], access_log="off", retry="off"))
