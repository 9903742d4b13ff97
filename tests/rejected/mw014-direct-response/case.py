from meshwright import Container, DirectResponse, Environment, Fargate, Mesh, Route, Service, path

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("ended", when=path.starts_with("/v1/"), respond=DirectResponse(410, "Gone. " * 1000)),
        Route("moved", when=path.starts_with("/v2/"), respond=DirectResponse(302, "Moved.")),
        Route("main", to="v1"),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"))
