from meshwright import Container, Environment, Mesh, Service

web = Service("web", Container("shop/web"), port=80800)
environment = Environment("prod", Mesh("shop", services=[web]))
