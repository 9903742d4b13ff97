from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    HeaderChanges,
    Mesh,
    Route,
    Service,
    cookie,
    header,
)

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("tier", when=header("x-tier").equals("beta"), to="v1"),
        Route("beta", when=cookie("beta").exists(), to="v1"),
        Route("main", to="v1"),
    ],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("one", when=header("x-a").exists(), to=web, request_headers=HeaderChanges(add={"x-tier": "beta"})),
        GatewayRoute("two", to=web, request_headers=HeaderChanges(remove=["cookie"])),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]), platform=Fargate("eu-west-1"))
