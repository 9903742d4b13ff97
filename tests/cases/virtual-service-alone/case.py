"""A service without a provider answers nobody."""

from meshwright import Environment, Mesh, Process, VirtualNode, VirtualService
from meshwright.features import Feature

shows = (Feature.HTTP,)

web = VirtualNode("web", Process(["web"]), backends=["nobody"])
environment = Environment(
    "test",
    Mesh("shop", virtual_services=[VirtualService("nobody")], virtual_nodes=[web], access_log="off", retry="off"),
)
