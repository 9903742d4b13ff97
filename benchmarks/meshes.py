"""Descriptions to measure with."""

from dataclasses import replace
from typing import Literal

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Local,
    Mesh,
    Process,
    Route,
    Scale,
    Service,
    Task,
    Version,
    header,
)

BACKENDS = 5


def of_size(services: int, capture: Literal["transparent", "loopback"] = "transparent") -> Environment:
    """A mesh of so many services on Fargate, each with two versions, two routes and five backends, and one gateway.

    Every service calls the next five, the last ones the first. Names have one length, so that the first service and all
    that it knows of are the same in a mesh of any size.
    """

    def name(number: int) -> str:
        return f"service-{number % services:04}"

    described = [
        Service(
            name(number),
            port=8080,
            versions=[
                Version("v1", Container(f"shop/{name(number)}:1")),
                Version("v2", Container(f"shop/{name(number)}:2")),
            ],
            routes=[
                Route("beta", when=header("x-beta").equals("yes"), to="v2"),
                Route("main", to={"v1": 90, "v2": 10}),
            ],
            calls=[name(number + ahead) for ahead in range(1, BACKENDS + 1)],
        )
        for number in range(services)
    ]
    public = Gateway("public", routes=[GatewayRoute("all", to=name(0))])
    mesh = Mesh("large", services=described, gateways=[public])
    return Environment("prod", mesh, platform=Fargate("eu-west-1", capture=capture))


def scaling(services: int = 50) -> Environment:
    """The same, with two to ten tasks a version."""
    return replace(of_size(services), platform=Fargate("eu-west-1", tasks={"*": Task(scale=Scale(2, 10))}))


def caller_and_callee(*, canary: int | None = None, access_log: bool = True) -> Environment:
    """`web` calls `api` on this machine. `canary`: the percentage of api's version v2; absent: it has v1 only."""
    stand_in = Process(["true"])  # never started: Envoys answer in the place of the applications
    versions = [Version("v1", stand_in)] + ([] if canary is None else [Version("v2", stand_in)])
    weights = {"v1": 100} if canary is None else {"v1": 100 - canary, "v2": canary}
    api = Service("api", port=8080, versions=versions, routes=[Route("main", to=weights)])
    web = Service("web", stand_in, port=8080, calls=[api])
    mesh = Mesh("small", services=[web, api], access_log=None if access_log else "off")
    return Environment("local", mesh, platform=Local())
