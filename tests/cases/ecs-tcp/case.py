"""Services that speak TCP have addresses of their own in transparent capture, and may be called by what only calls."""

from meshwright import Container, Environment, Fargate, Mesh, Service, VirtualNode
from meshwright.features import Feature

shows = (Feature.TCP, Feature.EGRESS_ALLOW)

redis = Service("redis", Container("redis:7"), port=6379, protocol="tcp")
mysql = Service("mysql", Container("mysql:9"), port=3306, protocol="tcp")
worker = VirtualNode("worker", runs=Container("worker"), backends=[redis, mysql])
environment = Environment(
    "test",
    Mesh("shop", services=[redis, mysql], virtual_nodes=[worker], access_log="off", egress="allow"),
    platform=Fargate("eu-west-1"),
)
