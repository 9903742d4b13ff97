from meshwright import Container, Environment, Mesh, Route, Service, header, path

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("compared", when=header("x-beta") == "yes", to="v1"),
        Route("unfinished", when=[header("x-beta"), path], to="v1"),
        Route("text", when="/api", to="v1"),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web]))
