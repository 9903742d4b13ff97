from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service

web = Service("web", Container("shop/web"), port=8080)
public = Gateway("public", routes=[GatewayRoute("all", to=web)])
environment = Environment(
    "prod",
    Mesh("shop", services=[web], gateways=[public]),
    platform=Fargate("eu-west-1", load_balancers={"*": "network", "pubic": "application"}),
)
