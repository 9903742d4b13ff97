"""The policies of a route: a new one is a field of the plan's RoutePolicy and a row of the table of policies."""

from dataclasses import dataclass, fields, replace
from typing import Any

import pytest

from meshwright import (
    Container,
    Environment,
    Local,
    Mesh,
    NodeListener,
    Process,
    Route,
    RouterListener,
    Service,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    resolve,
)
from meshwright.plan import defaults, dump, from_values, to_values
from meshwright.plan.model import Plan, RoutePolicy
from meshwright.plan.model import Route as PlannedRoute
from meshwright.plan.model import route as model_of_route
from meshwright.plan.resolve import policy

PLATFORM = Local({"*": Process(["serve"])})


@dataclass(frozen=True, slots=True)
class WithShadow(RoutePolicy):
    """The policies of a route, and one that Meshwright does not have."""

    shadow: str | None = None


def write(written: Any, shadow: str) -> Any:
    """Gives an object of the description a field that its class does not have."""
    object.__setattr__(written, "shadow", shadow)
    return written


def mesh() -> Mesh:
    """Routes of every origin: written in a service, implied by a service, of a router, of a node."""
    node = VirtualNode("n", Container("n"), listeners=[NodeListener(8080)])
    return Mesh(
        "test",
        services=[
            Service("implied", Container("a"), port=80),
            write(Service("own", Container("b"), port=80, routes=[Route("main", to="v1")]), "of the service"),
            Service("written", Container("c"), port=80, routes=[write(Route("main", to="v1"), "of the route")]),
            write(Service("tcp", Container("d"), port=90, protocol="tcp"), "of TCP"),
        ],
        virtual_nodes=[node],
        virtual_routers=[VirtualRouter("r", listeners=[RouterListener(80)], routes=[Route("main", to="n")])],
        virtual_services=[VirtualService("by-router", router="r"), VirtualService("by-node", node="n")],
    )


def routes(plan: Plan) -> dict[str, PlannedRoute]:
    found = {router.name: router.routes[0] for router in plan.virtual_routers}
    return found | {service.name: service.route for service in plan.virtual_services if service.route}


@pytest.fixture
def _shadow(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Adds the policy as a person would: a field, a row, a default."""

    def resolved(value: str | None, inherited: str | None, written: object) -> str | None:
        return inherited if value is None else value

    monkeypatch.setitem(policy.POLICIES, "shadow", policy.Policy(resolved, tcp=False))
    monkeypatch.setattr(defaults, "POLICY", WithShadow(defaults.RETRY, defaults.TIMEOUT, shadow="of the defaults"))
    monkeypatch.setattr(defaults, "TCP_POLICY", WithShadow(None, defaults.TCP_TIMEOUT))
    monkeypatch.setattr(model_of_route, "RoutePolicy", WithShadow)
    monkeypatch.setattr(PlannedRoute.__dataclass_fields__["policy"], "type", WithShadow)
    dump._adapter.cache_clear()
    yield
    dump._adapter.cache_clear()


@pytest.mark.usefixtures("_shadow")
def test_a_new_policy_is_inherited_by_every_route_dumped_and_read_back() -> None:
    plan = resolve(Environment("test", mesh(), platform=PLATFORM))
    assert {name: route.policy.shadow for name, route in routes(plan).items()} == {  # type: ignore[attr-defined]
        "implied": "of the defaults",
        "own": "of the service",
        "written": "of the route",
        "tcp": None,
        "r": "of the defaults",
        "by-node": "of the defaults",
    }
    values = to_values(plan)
    assert list(values["virtual_routers"][1]["routes"][0])[-4:] == ["retry", "timeout", "shadow", "origin"]
    assert values["virtual_routers"][1]["routes"][0]["shadow"] == "of the service"
    assert from_values(values) == plan


@pytest.mark.usefixtures("_shadow")
def test_a_policy_of_the_mesh_goes_before_the_defaults() -> None:
    plan = resolve(Environment("test", write(mesh(), "of the mesh"), platform=PLATFORM))
    assert routes(plan)["implied"].policy.shadow == "of the mesh"  # type: ignore[attr-defined]
    assert routes(plan)["by-node"].policy.shadow == "of the mesh"  # type: ignore[attr-defined]
    assert routes(plan)["tcp"].policy.shadow is None  # type: ignore[attr-defined]


def test_every_policy_has_a_field_and_a_row() -> None:
    assert [each.name for each in fields(RoutePolicy)] == list(policy.POLICIES)


@pytest.mark.parametrize("described", [Mesh, Service, Route])
def test_every_policy_can_be_written_for_a_mesh_a_service_and_a_route(described: type[Any]) -> None:
    assert policy.POLICIES.keys() <= {each.name for each in fields(described)}


def test_what_has_no_field_inherits() -> None:
    assert policy.inherit(object(), defaults.POLICY) == defaults.POLICY
    inherited = replace(defaults.POLICY, retry=None)
    assert policy.inherit(object(), inherited) == inherited
