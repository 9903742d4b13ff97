from meshwright import (
    ConnectionPool,
    Container,
    Delay,
    Environment,
    Fargate,
    Fault,
    Gateway,
    GatewayRoute,
    HeaderChanges,
    HealthCheck,
    Host,
    Images,
    Inline,
    Mesh,
    Mirror,
    NodeListener,
    RateLimit,
    Retry,
    Rewrite,
    Route,
    RouterListener,
    Service,
    Task,
    Timeout,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    header,
    host,
    path,
)

database = Service(
    "database",
    Container("shop/database"),
    port=5432,
    protocol="tcp",
    retry=Retry(2),
    timeout="5s",
    health_check=HealthCheck(path="/health"),
    connection_pool=ConnectionPool(connections=9, requests=8),
    routes=[
        Route("main", to="v1", mirror=Mirror("v1"), fault=Fault(Delay("2s", share=5)), rate_limit=RateLimit(5)),
    ],
    request_headers=HeaderChanges(set={"x-env": "prod"}),
)
web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    retry=Retry(2, on=["gateway-error", "unavailable"]),
    routes=[Route("main", to="v1", retry=Retry(0, per_try="1s"), fault=Fault(when=header("x-chaos").exists()))],
    calls=[database, "pay", "ledger"],
)
pay = Service("pay", Host("api.pay.example"), port=443, calls=[web])
ledger = VirtualNode("ledger", Host("ledger.example"), listeners=[NodeListener(9000, "tcp", timeout="1s")])
router = VirtualRouter(
    "ledger",
    listeners=[RouterListener(9000, "tcp")],
    routes=[Route("main", to="ledger", timeout=Timeout("5s", "1h"))],
)
public = Gateway(
    "public",
    routes=[
        GatewayRoute("a", when=host.equals("a.example"), to=web, rewrite=Rewrite(prefix="/v2/")),
        GatewayRoute("b", when=path.starts_with("/b/"), to=web, rewrite=Rewrite(prefix="/v2/", path="/v2/b")),
    ],
)
environment = Environment(
    "prod",
    Mesh(
        "shop",
        services=[database, web, pay],
        gateways=[public],
        virtual_nodes=[ledger],
        virtual_routers=[router],
        virtual_services=[VirtualService("ledger", router="ledger")],
    ),
    platform=Fargate("eu-west-1", tasks={"pay": Task(cpu=1)}),
    images=Images(appconfig_agent="example/agent:1"),
    delivery=Inline(),
)
