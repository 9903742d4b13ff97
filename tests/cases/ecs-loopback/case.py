"""Loopback capture: Envoy listens on the task's own loopback, callers reach it on a port of its own."""

from meshwright import Container, Environment, Fargate, Mesh, NodeListener, Service, VirtualNode, VirtualService
from meshwright.features import Feature

shows = (Feature.TCP, Feature.CONTAINER)

redis = Service("redis", Container("redis:7"), port=6379, protocol="tcp")
node = VirtualNode(
    "web", listeners=[NodeListener(8080), NodeListener(8081, "http2")], runs=Container("web"), backends=[redis]
)
environment = Environment(
    "test",
    Mesh(
        "shop",
        services=[redis],
        virtual_nodes=[node],
        virtual_services=[VirtualService("web", node="web")],
        access_log="off",
    ),
    platform=Fargate("eu-west-1", capture="loopback"),
)
