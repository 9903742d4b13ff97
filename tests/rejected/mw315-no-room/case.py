from meshwright import Container, Ec2, Environment, Gateway, GatewayRoute, Mesh, Service, Task

web = Service("web", Container("web"), port=8080)
public = Gateway("public", routes=[GatewayRoute("all", to=web)])
mesh = Mesh("shop", services=[web], gateways=[public])
environment = Environment("test", mesh, platform=Ec2("eu-west-1", tasks={"*": Task(cpu=0.2, memory="200MiB")}))
