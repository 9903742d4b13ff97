from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service

web = Service("web", Container("shop/web"), port=8080)
cart = Service("cart", Container("shop/cart"), port=8080, calls=["cart"])
public = Gateway("public", routes=[GatewayRoute("web", to=web)])
environment = Environment("prod", Mesh("shop", services=[web, cart], gateways=[public]), platform=Fargate("eu-west-1"))
