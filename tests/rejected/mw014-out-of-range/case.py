from meshwright import (
    Environment,
    Fargate,
    Mesh,
    OutlierDetection,
    Retry,
    Route,
    Scale,
    Service,
    Task,
    Tracing,
    Version,
)

web = Service(
    "web",
    port=8080,
    versions=[Version("v1"), Version("v2")],
    routes=[Route("main", to={"v1": 900, "v2": 100})],
    retry=Retry(100),
    outlier_detection=OutlierDetection(max_ejected=-1),
)
tasks = {"web": Task(scale=Scale(10, 2))}
environment = Environment(
    "prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1", tasks=tasks), tracing=Tracing("0.05")
)
