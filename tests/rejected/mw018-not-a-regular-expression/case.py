from meshwright import Environment, Mesh, Route, Service, header, path

web = Service(
    "web",
    port=8080,
    routes=[
        Route("images", when=path.matches(r"/(?!private).*\.png"), to="v1"),
        Route("beta", when=header("x-group").matches("(beta"), to="v1"),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web]))
