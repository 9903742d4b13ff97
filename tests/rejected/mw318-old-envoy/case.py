from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Images, Mesh, Service

web = Service("web", Container("web"), port=8080)
public = Gateway("public", routes=[GatewayRoute("all", to=web)])
mesh = Mesh("shop", services=[web], gateways=[public])
environment = Environment(
    "test", mesh, platform=Fargate("eu-west-1"), images=Images(envoy="registry.example/envoy:v1.38.4")
)
