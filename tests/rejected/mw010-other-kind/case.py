from meshwright import Environment, HealthCheck, Mesh, Process, Service

web = Service("web", port="8080", retry=3)
api = Service("api", port=8080, routes={"main": "v1"})
job = Service("job", Process([]), port=8080, health_check=HealthCheck("health"))
environment = Environment("prod", Mesh("shop", services=[web, api, job, "checkout"]))
