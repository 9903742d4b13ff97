from meshwright import Container, Environment, Local, Mesh, Process, Service

web = Service("web", Container("shop/web"), port=8080)
api = Service("api", Container("shop/api"), port=8080)
environment = Environment(
    "local", Mesh("shop", services=[web, api]), platform=Local({"web": Process(["python", "web.py"])})
)
