"""Retries off: for a route, and for a service."""

from meshwright import Environment, Mesh, Process, Retry, Route, Service, VirtualNode, method
from meshwright.features import Feature

shows = (Feature.RETRY,)

web = VirtualNode("web", Process(["web"]), backends=["checkout", "payments"])
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=8080,
    routes=[
        Route("order", when=method.equals("POST"), to="v1", retry="off"),
        Route("none", when=method.equals("PUT"), to="v1", retry=Retry(0)),
        Route("main", to="v1"),
    ],
)
payments = Service("payments", Process(["payments"]), port=8080, retry="off")
environment = Environment("test", Mesh("shop", services=[checkout, payments], virtual_nodes=[web], access_log="off"))
