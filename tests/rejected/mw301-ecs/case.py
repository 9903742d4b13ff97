from meshwright import (
    Container,
    Environment,
    Fargate,
    Given,
    Host,
    LambdaFunction,
    Mesh,
    NodeListener,
    Process,
    Service,
    Tracing,
    VirtualNode,
    VirtualService,
)

services = [
    Service("web", Process(["./web"]), port=8080, calls=["redis.example", "thumbnails", "many", "billing"]),
    Service("thumbnails", LambdaFunction(Given("thumbnails_arn")), port=8080, calls=["web"]),
    Service("billing", Host(Given("billing_host")), port=443),
    Service("redis.example", Host("redis.example"), port=6379, protocol="tcp"),
]
many = VirtualNode("many", listeners=[NodeListener(port) for port in range(8000, 8016)], runs=Container("many"))
raw = VirtualService("many", node="many")
mesh = Mesh("shop", services=services, virtual_nodes=[many], virtual_services=[raw])
environment = Environment("test", mesh, platform=Fargate("eu-west-1"), tracing=Tracing("5%"))
