"""A host outside the mesh is checked when asked for: by a page, or by whether it accepts connections."""

from meshwright import Environment, HealthCheck, Host, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.HOST, Feature.HEALTH_CHECK)

web = VirtualNode("web", Process(["web"]), backends=["payments", "legacy"])
payments = Service("payments", Host("pay.example"), port=443, health_check=HealthCheck("/status"))
legacy = Service("legacy", Host("legacy.example"), port=80, health_check=HealthCheck())
environment = Environment(
    "test", Mesh("shop", services=[payments, legacy], virtual_nodes=[web], access_log="off", retry="off")
)
