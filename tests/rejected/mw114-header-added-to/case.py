from meshwright import (
    Abort,
    Container,
    Environment,
    Fargate,
    Fault,
    Gateway,
    GatewayRoute,
    HeaderChanges,
    Mesh,
    RateLimit,
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
        Route("user", when=header("x-u").exists(), to="v1", rate_limit=RateLimit(5, client=header("X-User"))),
        Route("main", to="v1", fault=Fault(abort=Abort(503, share=50), when=header("x-late").exists())),
    ],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("one", when=header("x-a").exists(), to=web, request_headers=HeaderChanges(add={"x-tier": "beta"})),
        GatewayRoute("two", when=header("x-b").exists(), to=web, request_headers=HeaderChanges(remove=["cookie"])),
        GatewayRoute("four", when=header("x-d").exists(), to=web, request_headers=HeaderChanges(add={"x-user": "a"})),
        GatewayRoute("three", to=web, request_headers=HeaderChanges(add={"x-late": "1"})),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web], gateways=[public]), platform=Fargate("eu-west-1"))
