from meshwright import (
    Container,
    Environment,
    Fargate,
    Mesh,
    Route,
    RouterListener,
    Service,
    Target,
    Version,
    VirtualRouter,
)

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Container("shop/web:1")), Version("v2", Container("shop/web:2"))],
    routes=[Route("main", to={"v1": 90, "v3": 10})],
)
api = VirtualRouter(
    "api", listeners=[RouterListener(8080)], routes=[Route("main", to=[Target("web-v1", 50), Target("wbe-v2", 50)])]
)
environment = Environment("prod", Mesh("shop", services=[web], virtual_routers=[api]), platform=Fargate("eu-west-1"))
