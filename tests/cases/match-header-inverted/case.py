"""Every verb on a header, inverted."""

from meshwright import Environment, Mesh, Process, Route, Service, Version, VirtualNode, header
from meshwright.features import Feature

shows = (Feature.HEADER_MATCH,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[
        Route("equals", when=~header("x-debug").equals("v2"), to="v2"),
        Route("prefix", when=~header("x-debug").starts_with("v"), to="v2"),
        Route("suffix", when=~header("x-debug").ends_with("2"), to="v2"),
        Route("regex", when=~header("x-debug").matches("v[0-9]+"), to="v2"),
        Route("range", when=~header("x-debug").between(10, 20), to="v2"),
        Route("exists", when=~header("x-debug").exists(), to="v2"),
        Route("main", to="v1"),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
