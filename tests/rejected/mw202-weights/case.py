from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Route, Service, Version

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Container("shop/web:1")), Version("v2", Container("shop/web:2"))],
    routes=[Route("main", to={"v1": 90, "v2": 20})],
)
public = Gateway("public", routes=[GatewayRoute("web", to=web)])
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]), platform=Fargate("eu-west-1"))
