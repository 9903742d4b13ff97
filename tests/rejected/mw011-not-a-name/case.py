from meshwright import Container, Environment, Gateway, Host, Mesh, Service, Version

web = Service("web frontend", Container("shop/web"), port=8080)
api = Service("api", port=8080, versions=[Version("V1.2", Container("shop/api"))])
pay = Service("pay", Host("https://pay.example"), port=443)
environment = Environment("prod", Mesh("shop", services=[web, api, pay], gateways=[Gateway("_first")]))
