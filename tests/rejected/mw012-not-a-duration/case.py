from datetime import timedelta

from meshwright import Environment, Mesh, Retry, Service

web = Service("web", port=8080, timeout="5 seconds", retry=Retry(2, per_try=3))
api = Service("api", port=8080, timeout=timedelta(seconds=-5))
old = Service("old", port=8080, timeout="99999999999d", retry=Retry(2, per_try="0.5ms"))
new = Service("new", port=8080, timeout="0s")
environment = Environment("prod", Mesh("shop", services=[web, api, old, new]))
