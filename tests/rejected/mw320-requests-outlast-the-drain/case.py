from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service, Task, path

reports = Service("reports", Container("shop/reports:1"), port=8080, timeout="55s")
exports = Service("exports", Container("shop/exports:1"), port=8080, timeout="5m")
short = Service("short", Container("shop/short:1"), port=8080, timeout="55s")
usual = Service("usual", Container("shop/usual:1"), port=8080, timeout="50s")
services = [reports, exports, short, usual]
platform = Fargate("eu-west-1", tasks={"short": Task(drain="30s")})
public = Gateway(
    "public", routes=[GatewayRoute(each.name, when=path.starts_with(f"/{each.name}"), to=each) for each in services]
)
environment = Environment("dev", Mesh("shop", services=services, gateways=[public]), platform=platform)
