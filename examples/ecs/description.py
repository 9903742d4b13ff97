"""The shop: web calls checkout, of which a part of the requests goes to a new version."""

from meshwright import (
    AppConfig,
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Images,
    Logs,
    Mesh,
    Retry,
    Route,
    Scale,
    Secret,
    Service,
    Task,
    Version,
)


def shop(canary: int) -> Mesh:
    """`canary`: the percentage of checkout's requests that goes to v2."""
    database = {"DATABASE_URL": Secret("shop/db")}
    checkout = Service(
        "checkout",
        port=8080,
        versions=[
            Version("v1", Container("shop/checkout:1.4", secrets=database)),
            Version("v2", Container("shop/checkout:1.5", secrets=database)),
        ],
        routes=[Route("main", to={"v1": 100 - canary, "v2": canary})],
        retry=Retry(2, on=["gateway-error"]),
        timeout="5s",
    )
    web = Service("web", Container("shop/web:2.0"), port=8080, calls=[checkout])
    return Mesh("shop", services=[web, checkout], gateways=[Gateway("public", routes=[GatewayRoute("shop", to=web)])])


def environment(canary: int) -> Environment:
    """Production: two to ten tasks a version, changes of configuration in steps, logs for 90 days."""
    return Environment(
        "prod",
        shop(canary),
        platform=Fargate("eu-west-1", tasks={"*": Task(cpu=0.5, memory="1GiB", scale=Scale(2, 10))}),
        images=Images("111122223333.dkr.ecr.eu-west-1.amazonaws.com"),
        logs=Logs(keep="90d"),
        delivery=AppConfig(over="10m", step=20, bake="10m"),
    )
