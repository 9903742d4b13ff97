from meshwright import Container, Environment, Fargate, Mesh, Mirror, Route, Service, Version

web = Service(
    "web",
    port=8080,
    versions=[Version("v1", Container("shop/web:1")), Version("v2", Container("shop/web:2"))],
    routes=[
        Route("more", to="v1", mirror=Mirror("v2", share=150)),
        Route("less", to="v1", mirror=Mirror("v2", share=-0.5)),
        Route("fine", to="v1", mirror=Mirror("v2", share=0.00001)),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"))
