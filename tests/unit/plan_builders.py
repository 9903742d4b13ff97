"""Small meshes and their plans, which the tests of the plan share."""

from typing import Any

from meshwright import (
    Container,
    Environment,
    Fargate,
    Mesh,
    Plan,
    Service,
    resolve,
)
from meshwright.plan.model import Route as PlannedRoute


def plan_of(*services: Service, **mesh: Any) -> Plan:
    return resolve(Environment("test", Mesh("shop", services=services, **mesh), platform=Fargate("eu-west-1")))


def service(name: str = "web", **fields: Any) -> Service:
    return Service(name, Container("shop/web"), **{"port": 8080} | fields)


def route_of(plan: Plan, index: int = 0) -> PlannedRoute:
    return plan.virtual_routers[index].routes[0]
