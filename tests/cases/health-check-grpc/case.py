"""gRPC's own health checks: of one service, and of the whole server."""

from meshwright import Environment, HealthCheck, Mesh, NodeListener, Process, Service, VirtualNode, VirtualService
from meshwright.features import Feature

shows = (Feature.HEALTH_CHECK, Feature.GRPC)

orders = Service(
    "orders", Process(["orders"]), port=8080, protocol="grpc", health_check=HealthCheck(grpc="shop.Orders", healthy=1)
)
whole = VirtualNode(
    "whole", Process(["whole"]), listeners=[NodeListener(9090, "http2", health_check=HealthCheck(grpc=""))]
)
web = VirtualNode("web", Process(["web"]), backends=["orders", "whole"])
mesh = Mesh(
    "shop",
    services=[orders],
    virtual_nodes=[web, whole],
    virtual_services=[VirtualService("whole", node="whole")],
    access_log="off",
    retry="off",
)
environment = Environment("test", mesh)
