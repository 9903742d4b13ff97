from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Route, Service, path

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[Route("images", when=path.matches(r"/.+\.png"), to="v1"), Route("main", to="v1")],
)
api = Service(
    "api",
    Container("shop/api"),
    port=8080,
    routes=[Route("odd", when=[path.matches("/a+"), path.matches("/a*")], to="v1")],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("shop", when=path.starts_with("/shop"), to=web),
        GatewayRoute("odd", when=[path.matches("/a.*"), path.matches("/.*b")], to=web),
        GatewayRoute("api", to=api),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web, api], gateways=[public]), platform=Fargate("eu-west-1"))
