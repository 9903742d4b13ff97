from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service, VirtualNode

web = Service("web", Container("shop/web"), port=8080, calls=["chekout"])
checkout = Service("checkout", Container("shop/checkout"), port=8080, calls=["payments"])
public = Gateway("public", routes=[GatewayRoute("shop", to="wbe")])
job = VirtualNode("nightly", Container("shop/nightly"), backends=[checkout, "inventory"])
environment = Environment(
    "prod",
    Mesh("shop", services=[web, checkout], gateways=[public], virtual_nodes=[job]),
    platform=Fargate("eu-west-1"),
)
