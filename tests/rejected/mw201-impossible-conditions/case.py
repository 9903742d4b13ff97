from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    Route,
    Service,
    cookie,
    header,
    host,
    method,
    path,
    port,
)

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("both", when=[method.equals("GET"), method.equals("POST")], to="v1"),
        Route("paths", when=[path.starts_with("/a"), path.equals("/b")], to="v1"),
        Route("neither", when=[cookie("beta").equals("yes"), ~cookie("beta").equals("yes")], to="v1"),
        Route("nothing", when=header("x-age").between(18, 18), to="v1"),
        Route("possible", when=[header("x-tag").equals("a"), header("x-tag").equals("b")], to="v1"),
        Route("elsewhere", when=port.equals(9090), to="v1"),
        Route("main", to="v1"),
    ],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("hosts", when=[host.equals("a.example"), host.ends_with(".b.example")], to=web),
        GatewayRoute("main", when=port.equals(80), to=web),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]), platform=Fargate("eu-west-1"))
