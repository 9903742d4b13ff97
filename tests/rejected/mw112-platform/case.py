from meshwright import Container, Environment, Fargate, Mesh, Scale, Service, Task

web = Service("web", Container("shop/web"), port=8080)
environment = Environment(
    "prod",
    Mesh("shop", services=[web]),
    platform=Fargate("eu-west-1", tasks={"*": Task(cpu=0.5), "wbe": Task(scale=Scale(4))}),
)
