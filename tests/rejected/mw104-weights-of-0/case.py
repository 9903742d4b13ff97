from meshwright import Container, Environment, Fargate, Mesh, Route, Service, Version, cookie

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Container("shop/web:1")), Version("v2", Container("shop/web:2"))],
    routes=[
        Route("beta", when=cookie("beta").equals("yes"), to={}),
        Route("main", to={"v1": 0, "v2": 0}),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"))
