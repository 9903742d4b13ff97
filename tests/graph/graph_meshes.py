"""The meshes that are drawn here: a small one with something of everything, before and after a change, and a large one."""

from dataclasses import replace

from meshwright import (
    ConnectionPool,
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Given,
    Host,
    LambdaFunction,
    Mesh,
    NodeListener,
    OutlierDetection,
    Retry,
    Route,
    RouterListener,
    Service,
    Version,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    cookie,
    header,
    host,
    path,
)
from meshwright.plan import Plan, resolve

HOSTILE = """</script><img src=x onerror="document.title='taken'">&#39;|`]]>"""


def shop(canary: int = 10, *, with_search: bool = True, with_legacy: bool = False) -> Environment:
    """A shop: calls in a cycle, hosts, a function, weights, raw terms, a node that only calls, one shared by two
    services, a service that calls itself, one that nobody calls, and a header value that tries to be markup."""
    services = [
        Service(
            "web", Container("shop/web"), port=8080, calls=["checkout", "recommendations", *["search"] * with_search]
        ),
        Service(
            "checkout",
            port=8080,
            versions=[Version("v1", Container("shop/checkout:1.4")), Version("v2", Container("shop/checkout"))],
            routes=[
                Route("debug", when=header("x-debug").equals(HOSTILE), to="v2", timeout="60s"),
                Route("beta", when=[cookie("beta").exists(), ~header("x-old").starts_with("1")], to="v2"),
                Route("main", to={"v1": 100 - canary, "v2": canary}),
            ],
            retry=Retry(2, on=["gateway-error"], per_try="1s"),
            timeout="5s",
            connection_pool=ConnectionPool(100, pending=10),
            outlier_detection=OutlierDetection(),
            calls=["inventory", "payments", "web", *["legacy"] * with_legacy],
        ),
        Service("inventory", Container("shop/inventory"), port=50051, protocol="grpc", calls=["redis", "inventory"]),
        Service("redis", Container("redis:7"), port=6379, protocol="tcp"),
        Service("payments", Host("pay.example"), port=443, retry="off", timeout="10s"),
        Service(
            "recommendations",
            port=8080,
            versions=[
                Version("v1", Container("shop/recommendations")),
                Version("fn", LambdaFunction(Given("recommendations_arn"))),
            ],
            routes=[Route("main", to={"v1": 80, "fn": 20})],
        ),
        Service("lonely", Container("shop/lonely"), port=80),
    ]
    services += [Service("search", Container("shop/search"), port=8080)] * with_search
    services += [Service("legacy", Host("old.example"), port=8080)] * with_legacy
    raw = {
        "virtual_services": [VirtualService("stock", router="both"), VirtualService("stock.example", router="both")],
        "virtual_routers": [
            VirtualRouter("both", listeners=[RouterListener(80)], routes=[Route("all", to="stock-node")])
        ],
        "virtual_nodes": [
            VirtualNode("stock-node", Container("shop/stock"), listeners=[NodeListener(80)]),
            VirtualNode("nightly", Container("shop/nightly"), backends=["stock", "stock.example"]),
        ],
    }
    public = Gateway(
        "public",
        routes=[
            GatewayRoute("api", when=[host.equals("api.shop.example"), path.starts_with("/v1/")], to="checkout"),
            GatewayRoute("shop", to="web"),
        ],
    )
    mesh = Mesh("shop", services=services, gateways=[public], **raw)  # type: ignore[arg-type]
    return Environment("prod", mesh, platform=Fargate("eu-west-1"))


def after() -> Plan:
    """The shop."""
    return resolve(shop())


def before() -> Plan:
    """The shop as it was: another weight, a service that has gone since, and one that was not there yet."""
    return resolve(shop(5, with_search=False, with_legacy=True))


AREAS = [
    "cart",
    "catalog",
    "checkout",
    "search",
    "payments",
    "shipping",
    "accounts",
    "reviews",
    "offers",
    "media",
    "stock",
    "fraud",
    "support",
    "loyalty",
    "pricing",
    "tax",
    "returns",
    "partners",
    "reports",
    "orders",
]
PARTS = ["api", "core", "store", "worker", "cache", "index", "feed", "rules", "sync", "audit"]


def large(canary: int = 10) -> Plan:
    """200 services as a company has them: areas with an API each, which call one another, also in cycles."""
    services = []
    for number, (area, part) in enumerate((area, part) for area in AREAS for part in PARTS):
        others = [AREAS[(number * step + step) % len(AREAS)] for step in (3, 7)]
        calls = {
            "api": [f"{area}-{each}" for each in PARTS[1:4]] + [f"{each}-core" for each in others],
            "core": [f"{area}-cache", f"{area}-index", f"{others[0]}-api"],
            "store": [f"{area}-cache", f"{area}-rules", "fraud-rules"],
            "worker": [f"{area}-feed", f"{area}-sync"],
            "feed": [f"{area}-audit"],
        }.get(part, [])
        service = Service(f"{area}-{part}", Container("image"), port=8080, calls=list(dict.fromkeys(calls)))
        if part == "core":
            versions = [Version("v1", Container("image:1")), Version("v2", Container("image"))]
            routes = [
                Route("beta", when=header("x-beta").equals("yes"), to="v2"),
                Route("main", to={"v1": 100 - canary, "v2": canary}),
            ]
            service = replace(service, runs=None, versions=versions, routes=routes)
        elif part == "audit" and number % 4 == 1:
            service = Service(f"{area}-{part}", Host("audit.example"), port=443)
        services.append(service)
    entries = [GatewayRoute(area, when=path.starts_with(f"/{area}/"), to=f"{area}-api") for area in AREAS]
    gateways = [Gateway("public", routes=entries[:14]), Gateway("partners", routes=entries[14:])]
    return resolve(
        Environment("prod", Mesh("retail", services=services, gateways=gateways), platform=Fargate("eu-west-1"))
    )
