from meshwright import Container, Environment, Mesh, Service

web = Service("web", Container("shop/web"), port=8080)
api = Service("api", Container("shop/api"), port=8080)
environment = Environment("prod", Mesh("shop", services=[web, api]))
