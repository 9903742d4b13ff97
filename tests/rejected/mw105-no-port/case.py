from meshwright import Container, Environment, Fargate, Mesh, Service, VirtualGateway, VirtualRouter

web = Service("web", Container("shop/web"))
api = VirtualRouter("api", listeners=[])
public = VirtualGateway("public", listeners=[])
environment = Environment(
    "prod",
    Mesh("shop", services=[web], virtual_routers=[api], virtual_gateways=[public]),
    platform=Fargate("eu-west-1"),
)
