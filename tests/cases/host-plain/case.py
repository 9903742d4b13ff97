"""A service outside the mesh in plain text, and one that speaks HTTP/2 over TLS on another port."""

from meshwright import Environment, Host, Mesh, Process, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.HOST,)

web = VirtualNode("web", Process(["web"]), backends=["legacy", "search"])
legacy = Service("legacy", Host("legacy.example"), port=80)
search = Service("search", Host("search.example", tls=True), port=9443, protocol="http2")
environment = Environment(
    "test", Mesh("shop", services=[legacy, search], virtual_nodes=[web], access_log="off", retry="off")
)
