"""The application's own health page, asked through its Envoy."""

from meshwright import Environment, HealthCheck, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.HEALTH_CHECK,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=8080,
    health_check=HealthCheck("/health", interval="10s", timeout="3s", healthy=3, unhealthy=4),
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
