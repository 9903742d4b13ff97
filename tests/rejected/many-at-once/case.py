from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Images,
    Mesh,
    Process,
    Retry,
    Route,
    Service,
    Timeout,
    Version,
    cookie,
    path,
)

web = Service("We b", Container("shop/web"), port=80_000, calls="checkout", timeout=5)
checkout = Service(
    "checkout",
    port=True,
    versions=[Version("v1", Container(None)), "v2"],
    routes=[
        Route("beta", when=cookie("beta").matches("[a-"), to="v2"),
        Route("main", to={"v1": 90.5, "v2": 9.5}, timeout=Timeout(per_request="soon")),
    ],
    retry=Retry("2", on=["gateway"]),
)
public = Gateway("public", port=0, routes=[GatewayRoute("all", when=path.equals("x"), to=None)])
environment = Environment(
    "prod",
    Mesh("shop", services=[web, checkout], gateways=[public], retry=0),
    platform=Fargate("eu-west-1", tasks={"web": Process(["x"])}),
    images=Images(b"registry"),
)
