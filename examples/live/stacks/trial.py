"""The mesh of the trial. Every step changes one of its settings, and brings the stack up again."""

from application import PROBE, SERVER

from meshwright import (
    AppConfig,
    Container,
    Ec2,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Inline,
    Mesh,
    Route,
    Scale,
    Service,
    Task,
    Version,
    path,
)

PYTHON = "public.ecr.aws/docker/library/python"


def environment(
    region: str = "eu-west-1",
    release: int = 1,
    tag: str = "3.13-alpine",
    starts_after: int = 0,
    canary: int = 10,
    platform: str = "fargate",
    capture: str = "transparent",
    delivery: str = "appconfig",
    balancer: str = "network",
) -> Environment:
    """`release`: a number that the servers answer with; another one replaces their tasks. `starts_after`: seconds until
    they listen. `canary`: the weight of checkout's second version."""

    def server(node: str) -> Container:
        variables = {"NODE": node, "RELEASE": str(release), "STARTS_AFTER": str(starts_after)}
        return Container(f"{PYTHON}:{tag}", command=["python", "-c", SERVER], environment=variables)

    checkout = Service(
        "checkout",
        port=8080,
        versions=[Version("v1", server("checkout-v1")), Version("v2", server("checkout-v2"))],
        routes=[Route("main", to={"v1": 100 - canary, "v2": canary})],
        timeout="40s",
    )
    web = Service("web", server("web"), port=8080)
    probe = Service(
        "probe",
        Container(f"{PYTHON}:3.13-alpine", command=["python", "-u", "-c", PROBE]),
        port=8081,
        calls=[checkout],
    )
    public = Gateway(
        "public", routes=[GatewayRoute("web", when=path.starts_with("/web"), to=web), GatewayRoute("all", to=checkout)]
    )
    kinds = {"fargate": Fargate, "ec2": Ec2}
    return Environment(
        "trial",
        Mesh("trial", services=[checkout, web, probe], gateways=[public], egress="deny"),
        platform=kinds[platform](
            region,
            tasks={"*": Task(scale=Scale(2, 2))},
            capture=capture,  # type: ignore[arg-type]
            load_balancers={"public": balancer},  # type: ignore[dict-item]
        ),
        delivery=Inline() if delivery == "inline" else AppConfig(over="2m", step=50, bake="2m"),
    )
