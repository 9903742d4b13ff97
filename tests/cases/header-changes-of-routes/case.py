"""Changed headers: those of a mesh, a service and a route, and none."""

from meshwright import Environment, HeaderChanges, Mesh, Process, Route, Service, VirtualNode, path
from meshwright.features import Feature

shows = (Feature.HEADER_CHANGES,)

web = VirtualNode("web", Process(["web"]), backends=["checkout", "payments"])
checkout = Service(
    "checkout",
    Process(["checkout"]),
    port=8080,
    routes=[
        Route(
            "cart",
            when=path.starts_with("/cart"),
            to="v1",
            request_headers=HeaderChanges(
                set={"X-Env": "prod", "x-discount": "100 %"}, add={"x-seen-by": "mesh"}, remove=["X-Secret", "x-debug"]
            ),
            response_headers=HeaderChanges(add={"set-cookie": "seen=1"}, remove=["x-powered-by"]),
        ),
        Route("plain", when=path.starts_with("/plain"), to="v1", request_headers="off", response_headers="off"),
        Route("main", to="v1"),
    ],
    request_headers=HeaderChanges(remove=["x-debug"]),
)
payments = Service("payments", Process(["payments"]), port=8080)
mesh = Mesh(
    "shop",
    services=[checkout, payments],
    virtual_nodes=[web],
    access_log="off",
    response_headers=HeaderChanges(remove=["x-internal"]),
)
environment = Environment("test", mesh)
