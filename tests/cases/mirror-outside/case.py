"""Copies to a host outside the mesh, and copies of requests to such a host: each asks for the host that answers there."""

from meshwright import Environment, Host, Mesh, Mirror, Process, Route, Service, Version, VirtualNode, path
from meshwright.features import Feature

shows = (Feature.MIRROR, Feature.HOST, Feature.PATH_MATCH)

web = VirtualNode("web", Process(["web"]), backends=["checkout"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("old", Host("old.example")), Version("new", Process(["new"]))],
    routes=[
        Route("cart", when=path.starts_with("/cart"), to="new", mirror=Mirror("old")),
        Route("main", to="old", mirror=Mirror("new")),
    ],
)
environment = Environment("test", Mesh("shop", services=[checkout], virtual_nodes=[web], access_log="off"))
