"""Fargate as in production: two versions of a service, images from a registry, secrets, sizes, stepwise delivery."""

from meshwright import (
    Container,
    Environment,
    Fargate,
    Given,
    Images,
    Logs,
    Mesh,
    Route,
    Scale,
    Secret,
    Service,
    Task,
    Version,
)
from meshwright.features import Feature

shows = (Feature.CONTAINER, Feature.WEIGHTS)

db = {"DATABASE_URL": Secret("shop/db"), "PASSWORD": Secret("shop/account", key="password")}
checkout = Service(
    "checkout",
    port=8080,
    versions=[
        Version(
            "v1", Container("shop/checkout:1.4", secrets=db, environment={"HOME": "${HOME}", "DB": Given("db_host")})
        ),
        Version("v2", Container(Given("checkout_image"), command=["serve", "--port=8080"])),
    ],
    routes=[Route("main", to={"v1": 90, "v2": 10})],
    calls=["web"],
)
web = Service("web", Container("shop/web"), port=8080, calls=[checkout])
sizes = {
    "*": Task(cpu=0.5, memory="1GiB", scale=Scale(2, 10)),
    "checkout-v2": Task(cpu=2, memory="4GiB", scale=Scale(1)),
}
environment = Environment(
    "prod",
    Mesh("shop", services=[web, checkout], access_log="off", retry="off"),
    platform=Fargate("eu-west-1", tasks=sizes, architecture="arm"),
    images=Images("111122223333.dkr.ecr.eu-west-1.amazonaws.com", tag="7f3a", busybox="registry.example/busybox:1"),
    logs=Logs(keep="90d"),
)
