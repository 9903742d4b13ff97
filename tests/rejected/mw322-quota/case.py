from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Service, path

tenants = [Service(f"tenant-{number}", Container("shop/tenant:1"), port=8080) for number in range(100)]
public = Gateway(
    "public", routes=[GatewayRoute(each.name, when=path.starts_with(f"/{each.name}/"), to=each) for each in tenants]
)
mesh = Mesh("shop", services=tenants, gateways=[public])
environment = Environment("dev", mesh, platform=Fargate("eu-west-1"))
