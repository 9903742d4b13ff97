from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, RateLimit, Service, header, path

web = Service("web", Container("shop/web"), port=8080)
limited = GatewayRoute("limited", to=web, rate_limit=RateLimit(20, client="address"))
public = Gateway(
    "public",
    routes=[
        GatewayRoute("key", when=path.starts_with("/key"), to=web, rate_limit=RateLimit(9, client=header("x-api-key"))),
        limited,
    ],
)
inside = Gateway("inside", routes=[limited], port=8081)
environment = Environment(
    "prod",
    Mesh("shop", services=[web], gateways=[public, inside]),
    platform=Fargate("eu-west-1", load_balancers={"inside": "application"}),
)
