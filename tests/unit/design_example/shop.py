# stacks/shop.py: what all environments share
from meshwright import (
    Container, Gateway, GatewayRoute, Given, Host, LambdaFunction, Mesh, Retry, Route, Secret, Service, Version,
    cookie, header, host,
)


def shop(*, domain: str, pay: str = "sandbox.pay.example", canary: int = 0) -> Mesh:
    db = {"DATABASE_URL": Secret("shop/db")}
    redis = Service("redis", Container("redis:7"), port=6379, protocol="tcp")
    inventory = Service("inventory", Container("shop/inventory"), port=50051, protocol="grpc", calls=[redis])
    payments = Service("payments", Host(pay), port=443, retry="off", timeout="10s")
    recommendations = Service(
        "recommendations",
        port=8080,
        versions=[
            Version("v1", Container("shop/recommendations")),
            Version("fn", LambdaFunction(Given("recommendations_arn"))),
        ],
        routes=[Route("main", to={"v1": 80, "fn": 20})],
    )
    checkout = Service(
        "checkout",
        port=8080,
        versions=[
            Version("v1", Container("shop/checkout:1.4", secrets=db)),
            Version("v2", Container("shop/checkout", secrets=db)),
        ],
        routes=[
            Route("debug", when=header("x-debug").equals("v2"), to="v2", timeout="60s"),
            Route("beta", when=cookie("beta").equals("yes"), to="v2"),
            Route("main", to={"v1": 100 - canary, "v2": canary}),
        ],
        retry=Retry(2, on=["gateway-error"]),
        timeout="5s",
        calls=[inventory, payments, "web"],
    )
    web = Service("web", Container("shop/web"), port=8080, calls=[checkout, recommendations])
    public = Gateway("public", routes=[
        GatewayRoute("shop", when=host.equals(domain), to=web),
        GatewayRoute("api", when=host.equals(f"api.{domain}"), to=checkout),
    ])
    return Mesh("shop", services=[web, checkout, inventory, payments, recommendations, redis], gateways=[public])
