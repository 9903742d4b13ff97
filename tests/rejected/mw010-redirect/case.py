from meshwright import Container, Environment, Fargate, Mesh, Redirect, Route, Service, path

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("old", when=path.starts_with("/old/"), redirect=Redirect(path="/new page")),
        Route("main", to="v1"),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"))
