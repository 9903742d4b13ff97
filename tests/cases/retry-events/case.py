"""Each event by itself, and several together."""

from meshwright import Environment, Mesh, Process, Retry, Route, Service, Version, VirtualNode, path
from meshwright.features import Feature

shows = (Feature.RETRY,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"]))],
    routes=[
        Route("server-error", when=path.equals("/server-error"), to="v1", retry=Retry(1, on=["server-error"])),
        Route("gateway-error", when=path.equals("/gateway-error"), to="v1", retry=Retry(1, on=["gateway-error"])),
        Route("client-error", when=path.equals("/client-error"), to="v1", retry=Retry(1, on=["client-error"])),
        Route("stream-error", when=path.equals("/stream-error"), to="v1", retry=Retry(1, on=["stream-error"])),
        Route(
            "connection-error", when=path.equals("/connection-error"), to="v1", retry=Retry(1, on=["connection-error"])
        ),
        Route("cancelled", when=path.equals("/cancelled"), to="v1", retry=Retry(1, on=["cancelled"])),
        Route(
            "deadline-exceeded",
            when=path.equals("/deadline-exceeded"),
            to="v1",
            retry=Retry(1, on=["deadline-exceeded"]),
        ),
        Route("internal", when=path.equals("/internal"), to="v1", retry=Retry(1, on=["internal"])),
        Route(
            "resource-exhausted",
            when=path.equals("/resource-exhausted"),
            to="v1",
            retry=Retry(1, on=["resource-exhausted"]),
        ),
        Route("unavailable", when=path.equals("/unavailable"), to="v1", retry=Retry(1, on=["unavailable"])),
        Route("several", to="v1", retry=Retry(3, on=["gateway-error", "client-error", "connection-error"])),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off"))
