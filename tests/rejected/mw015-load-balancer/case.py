from meshwright import Container, Environment, Fargate, Mesh, Service

web = Service("web", Container("shop/web"), port=8080)
environment = Environment(
    "prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1", load_balancers={"*": "alb"})
)
