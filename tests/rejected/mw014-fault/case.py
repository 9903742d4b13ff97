from meshwright import Abort, Container, Delay, Environment, Fargate, Fault, Mesh, Route, Service

web = Service(
    "web",
    Container("shop/web"),
    port=8080,
    routes=[
        Route("low", to="v1", fault=Fault(abort=Abort(199))),
        Route("high", to="v1", fault=Fault(abort=Abort(600, share=101))),
        Route("late", to="v1", fault=Fault(delay=Delay("2s", share=-1))),
    ],
)
environment = Environment("prod", Mesh("shop", services=[web]), platform=Fargate("eu-west-1"))
