from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Mesh, Retry, Route, Service, Task

web = Service(
    "web",
    Container("shop/web"),
    port="8080",
    timeout=5,
    calls=["chekout"],
    routes=[Route("main", to="v2", retry=Retry(20))],
)
checkout = Service("checkout", Container("shop/checkout"), port=8080, retry="never")
public = Gateway("public", port=99999, routes=[GatewayRoute("web", to="wep")])
environment = Environment(
    "prod",
    Mesh("shop", services=[web, checkout, checkout], gateways=[public]),
    platform=Fargate("eu-west-1", tasks={"checkuot": Task()}),
)
