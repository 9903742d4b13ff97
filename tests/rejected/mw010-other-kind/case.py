from meshwright import Environment, Mesh, Service

web = Service("web", port="8080", retry=3)
api = Service("api", port=8080, routes={"main": "v1"})
environment = Environment("prod", Mesh("shop", services=[web, api, "checkout"]))
