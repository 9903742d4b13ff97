from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Retry, Route, Service, path

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    retry=Retry(2, per_try="2s"),
    timeout="5s",
    routes=[Route("slow", when=path.starts_with("/reports"), to="v1", timeout="6s"), Route("main", to="v1")],
)
public = Gateway("public", routes=[GatewayRoute("web", to=web)])
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]), platform=Fargate("eu-west-1"))
