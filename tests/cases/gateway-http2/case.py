"""A gateway that speaks HTTP/2, before a gRPC service."""

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Service
from meshwright.features import Feature

shows = (Feature.HTTP2, Feature.GRPC)

inventory = Service("inventory", Process(["inventory"]), port=50051, protocol="grpc")
public = Gateway("public", routes=[GatewayRoute("all", to=inventory)], port=8443, protocol="grpc")
environment = Environment("test", Mesh("shop", services=[inventory], gateways=[public], access_log="off", retry="off"))
