"""A shop before a release."""

from tests.diff.described import checkout, prod, web

from meshwright import Container, Gateway, GatewayRoute, Host, Route, Scale, Service, Task, cookie, host, path

payments = Service("payments", Host("api.pay.example"), port=443, timeout="10s")
inventory = Service("inventory", Container("shop/inventory:7"), port=50051, protocol="grpc")
routes = [
    Route("beta", when=cookie("beta").equals("yes"), to="v2"),
    Route("main", to={"v1": 90, "v2": 10}),
]
public = Gateway(
    "public",
    routes=[
        GatewayRoute("api", when=[host.equals("api.shop.example"), path.starts_with("/v1/")], to="checkout"),
        GatewayRoute("shop", when=host.equals("shop.example"), to="web"),
    ],
)
environment = prod(
    web("checkout"),
    checkout(routes, timeout="5s", calls=["inventory", "payments"]),
    inventory,
    payments,
    gateways=[public],
    tasks={"web": Task(scale=Scale(4, 40)), "checkout": Task(scale=Scale(2, 10))},
)
