from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service, Task

web = Service("web", Container("web"), port=8080)
cart = Service("cart", Container("cart"), port=8080, calls=[web])
public = Gateway("public", routes=[GatewayRoute("all", to=cart)])
mesh = Mesh("shop", services=[web, cart], gateways=[public])
sizes = {"*": Task(cpu=0.5, memory="5GiB"), "public": Task(cpu=0.3, memory="512MiB")}
environment = Environment("test", mesh, platform=Fargate("eu-west-1", tasks=sizes))
