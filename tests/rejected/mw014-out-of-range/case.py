from meshwright import Environment, Mesh, OutlierDetection, Retry, Route, Service, Tracing, Version

web = Service(
    "web",
    port=8080,
    versions=[Version("v1"), Version("v2")],
    routes=[Route("main", to={"v1": 900, "v2": 100})],
    retry=Retry(100),
    outlier_detection=OutlierDetection(max_ejected=-1),
)
environment = Environment("prod", Mesh("shop", services=[web]), tracing=Tracing("0.05"))
