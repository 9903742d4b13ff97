"""Checks speak the service's own protocol."""

from meshwright import Environment, HealthCheck, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.HEALTH_CHECK, Feature.HTTP2)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service("checkout", Process(["checkout"]), port=8080, protocol="http2", health_check=HealthCheck("/health"))
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
