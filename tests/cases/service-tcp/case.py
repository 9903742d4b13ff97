"""Connections by weight."""

from meshwright import Environment, Mesh, Process, Route, Service, Version, VirtualNode
from meshwright.features import Feature

shows = (Feature.TCP, Feature.WEIGHTS)

web = VirtualNode("web", Process(["web"]), backends=["redis"])
redis = Service(
    "redis",
    port=6379,
    protocol="tcp",
    versions=[Version(name, Process([name])) for name in ("v6", "v7", "v8")],
    routes=[Route("main", to={"v6": 70, "v7": 30, "v8": 0})],
)
environment = Environment("test", Mesh("shop", services=[redis], virtual_nodes=[web], access_log="off", retry="off"))
