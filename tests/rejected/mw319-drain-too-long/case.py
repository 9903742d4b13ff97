from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service, Task

reports = Service("reports", Container("shop/reports:1"), port=8080)
platform = Fargate("eu-west-1", tasks={"reports": Task(drain="5m")})
public = Gateway("public", routes=[GatewayRoute("all", to=reports)])
environment = Environment("dev", Mesh("shop", services=[reports], gateways=[public]), platform=platform)
