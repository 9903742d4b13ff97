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
    VirtualNode,
    VirtualService,
    cookie,
)


def service(name: str) -> Service:
    return Service(name, Container("shop/web"), port=8080)


web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Container("shop/web:1")), Version("v1", Container("shop/web:2"))],
    routes=[Route("main", when=cookie("beta").equals("yes"), to="v1"), Route("main", to="v1")],
)
public = Gateway("public", routes=[GatewayRoute("web", to=web), GatewayRoute("web", to="api")])
environment = Environment(
    "prod",
    Mesh(
        "shop",
        services=[web, service("api"), service("api"), service("a.b"), service("a-b")],
        gateways=[public],
        virtual_nodes=[VirtualNode("public")],
        virtual_services=[VirtualService("web.shop.mesh")],
    ),
    platform=Fargate("eu-west-1"),
)
