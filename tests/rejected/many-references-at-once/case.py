from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Route, Service, Version, host

web = Service("web", Container("shop/web"), calls=["checkuot"])
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Container("shop/checkout:1")), Version("v2", Container("shop/checkout:2"))],
    routes=[
        Route("host", when=host.equals("shop.example"), to="v2"),
        Route("main", to={"v1": 0, "v4": 0}),
        Route("rest", to={"v1": 1, "v2": 2}),
    ],
)
public = Gateway("public", routes=[GatewayRoute("shop", to="wbe"), GatewayRoute("shop", to=web, port=81)])
environment = Environment(
    "prod", Mesh("shop", services=[web, checkout, web], gateways=[public]), platform=Fargate("eu-west-1")
)
