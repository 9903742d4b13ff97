from meshwright import (
    Container,
    Environment,
    Gateway,
    GatewayRoute,
    Mesh,
    Route,
    Service,
    header,
    host,
    path,
)

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("images", when=path.starts_with("images/"), to="v1"),
        Route("odd", when=header("x beta").exists(), to="v1"),
        Route("others", when=~path.equals("/"), to="v1"),
    ],
)
public = Gateway("public", routes=[GatewayRoute("web", when=host.equals("shop.example:8080"), to=web)])
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]))
