"""Every verb on a cookie, one of them inverted."""

from meshwright import Environment, Mesh, Process, Route, Service, Version, VirtualNode, cookie
from meshwright.features import Feature

shows = (Feature.COOKIE_MATCH,)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[
        Route("equals", when=cookie("beta").equals("yes"), to="v2"),
        Route("prefix", when=cookie("beta").starts_with("y"), to="v2"),
        Route("suffix", when=cookie("beta").ends_with("s"), to="v2"),
        Route("regex", when=cookie("beta").matches("yes|sure"), to="v2"),
        Route("exists", when=cookie("beta").exists(), to="v2"),
        Route("not", when=~cookie("stable").equals("yes"), to="v2"),
        Route("main", to="v1"),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
