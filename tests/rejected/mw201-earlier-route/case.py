from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    Route,
    Service,
    Version,
    cookie,
    header,
    host,
    path,
)

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Container("shop/web:1")), Version("v2", Container("shop/web:2"))],
    routes=[
        Route("api", when=path.starts_with("/api"), to="v1"),
        Route("carts", when=[path.equals("/api/carts"), header("x-beta").exists()], to="v2"),
        Route("main", to="v1"),
        Route("beta", when=cookie("beta").equals("yes"), to="v2"),
        Route("first", when=path.starts_with("/api/v1"), to="v1", priority=1),
    ],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("all", when=host.ends_with(".shop.example"), to=web),
        GatewayRoute("api", when=host.equals("API.shop.example"), to=web),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]), platform=Fargate("eu-west-1"))
