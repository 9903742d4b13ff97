from random import Random

from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Inline, Mesh, Route, Service, path

random = Random(1)  # what repeats itself is packed to nearly nothing
routes = [Route(f"r{n}", when=path.equals(f"/{random.getrandbits(400):x}"), to="v1") for n in range(600)]
cart = Service("cart", Container("cart"), port=8080, routes=routes)
web = Service("web", Container("web"), port=8080, calls=[cart])
public = Gateway("public", routes=[GatewayRoute("all", to=web)])
mesh = Mesh("shop", services=[web, cart], gateways=[public])
environment = Environment("test", mesh, platform=Fargate("eu-west-1"), delivery=Inline())
