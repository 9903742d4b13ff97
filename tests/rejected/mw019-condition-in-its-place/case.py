from meshwright import Container, Environment, Fargate, Mesh, Route, Service, grpc_service, header, host

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("main", when=host.equals("shop.example"), to="v1"),
        Route("call", when=grpc_service.equals("shop.Web"), to="v1"),
    ],
)
db = Service(
    "db",
    Container("postgres:17"),
    port=5432,
    protocol="tcp",
    routes=[Route("main", when=[header("x-beta").exists()], to="v1")],
)
environment = Environment("prod", Mesh("shop", services=[web, db]), platform=Fargate("eu-west-1"))
