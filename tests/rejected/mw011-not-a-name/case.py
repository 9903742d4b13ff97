from meshwright import Container, Environment, Gateway, Mesh, Service, Version

web = Service("web_frontend", Container("shop/web"), port=8080)
api = Service("api", port=8080, versions=[Version("V1.2", Container("shop/api"))])
environment = Environment("prod", Mesh("shop", services=[web, api], gateways=[Gateway("1st")]))
