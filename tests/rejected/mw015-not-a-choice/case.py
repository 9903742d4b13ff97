from meshwright import Environment, Mesh, Retry, Service

web = Service("web", port=8080, protocol="https", retry=Retry(2, on=["server-errors"]))
api = Service("api", port=8080, retry="of")
environment = Environment("prod", Mesh("shop", services=[web, api], egress="DROP_ALL"))
