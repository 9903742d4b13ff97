"""Names that AWS cuts: the longest that a description can have."""

from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service, Version, path
from meshwright.features import Feature

shows = (Feature.CONTAINER,)

web = Service("recommendations-by-customers-with-the-same-taste", Container("web"), port=8080)
old = Service(
    "old", port=8080, versions=[Version("before-the-great-rewrite-of-twenty-twenty-six-in-rust", Container("old"))]
)
public = Gateway(
    "customers-and-partners-of-the-whole-continent",
    routes=[GatewayRoute("old", when=path.starts_with("/old"), to=old), GatewayRoute("all", to=web)],
)
environment = Environment(
    "production-europe", Mesh("shop", services=[web, old], gateways=[public]), platform=Fargate("eu-west-1")
)
