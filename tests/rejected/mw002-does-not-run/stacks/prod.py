from meshwright import Environment, Mesh, Service

web = Service("web", prot=8080)
environment = Environment("prod", Mesh("shop", services=[web]))
