from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Host,
    Mesh,
    OutlierDetection,
    Scale,
    Service,
    Task,
)

payments = Service("payments", Host("api.pay.example"), port=443, outlier_detection=OutlierDetection())
inventory = Service(
    "inventory", Container("shop/inventory"), port=8080, outlier_detection=OutlierDetection(max_ejected=0)
)
web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    calls=[payments, inventory],
    outlier_detection=OutlierDetection(max_ejected=30),
)
public = Gateway("public", routes=[GatewayRoute("web", to=web)])
environment = Environment(
    "prod",
    Mesh("shop", services=[payments, inventory, web], gateways=[public]),
    platform=Fargate("eu-west-1", tasks={"web": Task(scale=Scale(1, 3))}),
)
