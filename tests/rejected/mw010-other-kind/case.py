from meshwright import Environment, HealthCheck, Mesh, Mirror, Process, Route, Service

web = Service("web", port="8080", retry=3)
api = Service("api", port=8080, routes={"main": "v1"})
job = Service("job", Process([]), port=8080, health_check=HealthCheck("health"))
pay = Service("pay", Process(["pay"]), port=8080, routes=[Route("main", to="v1", mirror=Mirror("v1", share="10%"))])
environment = Environment("prod", Mesh("shop", services=[web, api, job, pay, "checkout"]))
