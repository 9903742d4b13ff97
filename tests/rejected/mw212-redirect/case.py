from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    Redirect,
    Route,
    Service,
    host,
    path,
    scheme,
)

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("longer", when=path.starts_with("/shop/"), redirect=Redirect(prefix="/shop/v2/")),
        Route("fine", when=path.starts_with("/old/"), redirect=Redirect(prefix="/new/")),
        Route("rescued", when=path.starts_with("/new/"), to="v1"),
        Route("main", to="v1"),
    ],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("same", when=host.equals("www.example"), redirect=Redirect(query="off")),
        GatewayRoute("wide", when=host.ends_with(".shop.example"), redirect=Redirect(host="a.shop.example")),
        GatewayRoute(
            "secure", when=[host.equals("shop.example"), scheme.equals("http")], redirect=Redirect(scheme="https")
        ),
        GatewayRoute("shop", to=web),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]), platform=Fargate("eu-west-1"))
