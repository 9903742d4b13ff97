"""A route by a path's prefix, the whole path, and a regular expression."""

from meshwright import Environment, Mesh, Process, Route, Service, Version, VirtualNode, path
from meshwright.features import Feature

shows = (Feature.HTTP, Feature.PROCESS, Feature.PATH_MATCH)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Process(["v1"])), Version("v2", Process(["v2"]))],
    routes=[
        Route("prefix", when=path.starts_with("/api"), to="v2"),
        Route("exact", when=path.equals("/cart"), to="v2"),
        Route("regex", when=path.matches("/v[12]/.*"), to="v2"),
        Route("both", when=[path.starts_with("/items/"), path.matches(".*/[0-9]+")], to="v2"),
        Route("never", when=[path.equals("/a"), path.starts_with("/b")], to="v2"),
        Route("main", to="v1"),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off", retry="off"))
