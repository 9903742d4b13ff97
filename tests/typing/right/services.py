"""Services, versions and routes, with each form that a value may have."""

from datetime import timedelta

from meshwright import (
    ConnectionPool,
    Container,
    Gateway,
    GatewayRoute,
    Given,
    HealthCheck,
    Host,
    LambdaFunction,
    Mesh,
    OutlierDetection,
    Process,
    Retry,
    Rewrite,
    Route,
    RouterListener,
    Secret,
    Service,
    Target,
    Timeout,
    Version,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    cookie,
    header,
    host,
    method,
    path,
    port,
    query,
    scheme,
)

redis = Service(
    "redis", Container("redis:7"), port=6379, protocol="tcp", connection_pool=ConnectionPool(connections=100)
)
payments = Service("payments", Host(Given("payments")), port=443, retry="off", timeout=Timeout(idle="off"))
scores = Service("scores", LambdaFunction(Given("scores_arn")), port=8080)
inventory = Service(
    "inventory",
    Container("shop/inventory", command=["serve"], environment={"A": "1", "B": Given("b")}, secrets={"C": Secret("c")}),
    port=50051,
    protocol="grpc",
    calls=[redis],
    health_check=HealthCheck(interval=timedelta(seconds=5), timeout="2s"),
    outlier_detection=OutlierDetection(),
)

weights = {"v1": 90, "v2": 10}
routes = [
    Route("beta", when=cookie("beta").equals("yes"), to="v2", timeout="5s"),
    Route("old", when=[path.starts_with("/old/"), ~header("x-new").exists()], to="v1", timeout=timedelta(seconds=5)),
    Route(
        "slow", when=(method.equals("POST"), query("slow").exists()), to=[Target("v1", weight=1), Target("v2", port=80)]
    ),
    Route("range", when=header("x-user").between(1, 100), to={"v1": 1}, retry="off", priority=3),
    Route("main", to=weights, retry=Retry(2, on=["gateway-error", "unavailable"], per_try=timedelta(milliseconds=250))),
]
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", Container("shop/checkout:1")), Version("v2", Process(["python", "checkout.py"]))],
    routes=routes,
    retry=Retry(1, per_try="250ms"),
    timeout=Timeout(per_request="5s", idle=timedelta(minutes=5)),
    calls=[inventory, "payments"],
    health_check="off",
    access_log="off",
)
names = ["checkout", "payments"]
web = Service("web", Container("shop/web"), port=8080, calls=names)
other = Service("other", port=8080, calls=(web, checkout))

public = Gateway(
    "public",
    routes=[
        GatewayRoute(
            "api", when=[host.equals("api.shop.example"), scheme.equals("https")], to="checkout", rewrite="off"
        ),
        GatewayRoute("port", when=port.equals(8080), to=VirtualService("reports"), rewrite=Rewrite(host="off")),
        GatewayRoute("shop", to=web),
    ],
)
mesh = Mesh(
    "shop",
    services=[web, checkout, inventory, payments, redis, scores, other],
    gateways=[public],
    virtual_services=[VirtualService("reports", router="reports")],
    virtual_routers=[
        VirtualRouter("reports", listeners=[RouterListener(8080)], routes=[Route("all", to="reports")]),
    ],
    virtual_nodes=[
        VirtualNode("reports", Container("shop/reports"), backends=[redis, "web", VirtualService("scores")])
    ],
    egress="deny",
    retry=Retry(2),
    timeout="10s",
)
