"""Plans that the tests of the checks share, and the codes that are found in them."""

from collections.abc import Mapping, Sequence

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    Mesh,
    Plan,
    Route,
    Service,
    Task,
    resolve,
)
from meshwright.checks import advise

V1 = Container("shop/web")


def plan_of(*services: Service, gateways: Sequence[Gateway] = (), tasks: Mapping[str, Task] | None = None) -> Plan:
    mesh = Mesh("shop", services=services, gateways=gateways)
    return resolve(Environment("test", mesh, platform=Fargate("eu-west-1", tasks=tasks or {})))


def codes(plan: Plan) -> list[str]:
    """The codes found, MW207 left out: most of these meshes have nobody who calls."""
    return [problem.code for problem in advise(plan) if problem.code != "MW207"]


def service(*routes: Route, **fields: object) -> Service:
    return Service("web", V1, port=8080, routes=routes, **fields)  # type: ignore[arg-type]
