"""A node provides a service: every request goes there."""

from meshwright import Environment, Mesh, NodeListener, Process, VirtualNode, VirtualService
from meshwright.features import Feature

shows = (Feature.HTTP, Feature.TCP)

web = VirtualNode("web", Process(["web"]), backends=["checkout", "redis"])
blue = VirtualNode("blue", Process(["blue"]), listeners=[NodeListener(8080)])
cache = VirtualNode("cache", Process(["cache"]), listeners=[NodeListener(6379, "tcp")])
checkout = VirtualService("checkout", node="blue")
redis = VirtualService("redis", node="cache")
environment = Environment(
    "test",
    Mesh("shop", virtual_services=[checkout, redis], virtual_nodes=[web, blue, cache], access_log="off", retry="off"),
)
