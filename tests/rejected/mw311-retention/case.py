from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Logs, Mesh, Service

web = Service("web", Container("web"), port=8080)
public = Gateway("public", routes=[GatewayRoute("all", to=web)])
mesh = Mesh("shop", services=[web], gateways=[public])
environment = Environment("test", mesh, platform=Fargate("eu-west-1"), logs=Logs(keep="100d"))
