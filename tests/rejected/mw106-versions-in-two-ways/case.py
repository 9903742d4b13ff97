from meshwright import Container, Environment, Fargate, Mesh, Service, Version

web = Service("web", Container("shop/web:1"), port=8080, versions=[Version("v2", Container("shop/web:2"))])
environment = Environment("prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"))
