# description.py: what the examples of these pages deploy
from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Route, Service, Version

checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Container("shop/checkout:1.4")), Version("v2", Container("shop/checkout:1.5"))],
    routes=[Route("main", to={"v1": 90, "v2": 10})],
)
web = Service("web", Container("shop/web:1.0"), port=8080, calls=[checkout])
public = Gateway("public", routes=[GatewayRoute("shop", to=web)])
environment = Environment(
    "dev", Mesh("shop", services=[web, checkout], gateways=[public]), platform=Fargate("eu-west-1")
)
