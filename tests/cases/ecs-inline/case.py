"""Inline delivery: no AppConfig, no bucket; the configuration is in the task definition."""

from meshwright import Container, Environment, Fargate, Inline, Mesh, Service
from meshwright.features import Feature

shows = (Feature.CONTAINER,)

web = Service("web", Container("web"), port=8080, calls=["web"])
environment = Environment(
    "test", Mesh("shop", services=[web], access_log="off"), platform=Fargate("eu-west-1"), delivery=Inline()
)
