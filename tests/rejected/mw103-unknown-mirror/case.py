from meshwright import Container, Environment, Fargate, Mesh, Mirror, Route, Service, Version

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Container("shop/web:1")), Version("v2", Container("shop/web:2"))],
    routes=[Route("main", to={"v1": 100, "v2": 0}, mirror=Mirror("v3", share=10))],
)
environment = Environment("prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"))
