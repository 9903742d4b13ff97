from meshwright import Environment, Mesh, Process, Retry, Service

web = Service("web", Process("python web.py"), port=8080, calls="checkout", retry=Retry(2, on="gateway-error"))
api = Service("api", port=8080, versions="v1")
environment = Environment("prod", Mesh("shop", services=[web, api]))
