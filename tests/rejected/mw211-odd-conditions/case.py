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
    method,
    path,
    query,
    scheme,
)

ODD = [
    path.equals("/a?x=1"),
    path.starts_with("/api/*"),
    path.equals("/users/:id"),
    path.starts_with("/v[0-9]/"),
    path.equals("/a b"),
    path.matches("^/api"),
    method.equals("CONNECT"),
    header("x-beta").equals("yes "),
    header("connection").exists(),
    header("x-beta").starts_with(""),
    cookie("beta").equals("a;b"),
    query("q").equals("a&b"),
]
web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[*[Route(f"r{index}", when=each, to="v1") for index, each in enumerate(ODD)], Route("main", to="v1")],
)
orders = Service(
    "orders",
    Container("shop/orders"),
    port=8081,
    protocol="grpc",
    routes=[Route("get", when=[method.equals("GET"), path.equals("/Get")], to="v1"), Route("main", to="v1")],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("slashes", when=path.starts_with("/a//b"), to=web, rewrite="off"),
        GatewayRoute("encoded", when=path.equals("/%7Euser"), to=web, rewrite="off"),
        GatewayRoute("secure", when=scheme.equals("https"), to=web, rewrite="off"),
        GatewayRoute("orders", when=path.starts_with("/shop.Orders/"), to=orders, rewrite="off"),
    ],
)
environment = Environment(
    "prod", Mesh("shop", services=[web, orders], gateways=[public]), platform=Fargate("eu-west-1")
)
