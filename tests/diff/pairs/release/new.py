"""The release: half of the requests to the canary, an export that takes its time, one host more, and newer images."""

from tests.diff.described import checkout, prod, web

from meshwright import Container, Gateway, GatewayRoute, Host, Route, Scale, Service, Task, cookie, host, path

payments = Service("payments", Host("api.pay.example"), port=443, timeout="10s", retry="off")
inventory = Service("inventory", Container("shop/inventory:8"), port=50051, protocol="grpc")
routes = [
    Route("export", when=path.starts_with("/export"), to="v2", timeout="2m"),
    Route("beta", when=cookie("beta").equals("yes"), to="v2"),
    Route("main", to={"v1": 50, "v2": 50}),
]
public = Gateway(
    "public",
    routes=[
        GatewayRoute("api", when=[host.equals("api.shop.example"), path.starts_with("/v1/")], to="checkout"),
        GatewayRoute("shop", when=host.equals("shop.example"), to="web"),
        GatewayRoute("old", when=host.equals("www.shop.example"), to="web"),
    ],
)
environment = prod(
    web("checkout"),
    checkout(routes, timeout="5s", calls=["inventory", "payments"]),
    inventory,
    payments,
    gateways=[public],
    tasks={"web": Task(scale=Scale(4, 80)), "checkout": Task(scale=Scale(2, 10))},
)
