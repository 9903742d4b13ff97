from meshwright import Container, Environment, Fargate, Mesh, RateLimit, Route, Service, header, path

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("none", to="v1", rate_limit=RateLimit(0)),
        Route("no-burst", to="v1", rate_limit=RateLimit(5, burst=0)),
        Route("short", to="v1", rate_limit=RateLimit(5, per="10ms")),
        Route("path", to="v1", rate_limit=RateLimit(5, client=path)),
        Route("condition", to="v1", rate_limit=RateLimit(5, client=header("x-user").exists())),
        Route("name", to="v1", rate_limit=RateLimit(5, client=header("x user"))),
        Route("address", to="v1", rate_limit=RateLimit(5, client="address")),
        Route("plain", to="v1", rate_limit=100),
        Route("main", to="v1", rate_limit="none"),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"))
