from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, HeaderChanges, Mesh, Route, Service

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    request_headers=HeaderChanges(set={"Host": "shop.example", "x env": "prod"}, add={"x-who": "café"}),
    response_headers=HeaderChanges(set={"x-empty": ""}, remove=["content-length", "server"]),
    routes=[Route("main", to="v1", request_headers=HeaderChanges(set={"x-env": "prod"}, remove=["X-Env"]))],
)
public = Gateway(
    "public", routes=[GatewayRoute("all", to=web, request_headers=HeaderChanges(add={"x-envoy-retry-on": "5xx"}))]
)
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]), platform=Fargate("eu-west-1"))
