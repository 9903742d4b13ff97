"""A gRPC service, with gRPC's own retries."""

from meshwright import Environment, Mesh, Process, Retry, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.GRPC,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=50051,
    protocol="grpc",
    retry=Retry(2, on=["unavailable", "resource-exhausted"]),
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off"))
