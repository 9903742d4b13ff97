"""Look-ups in a plan: who calls whom, and which services take connections."""

import pytest

from meshwright import (
    Container,
    Environment,
    Gateway,
    GatewayRoute,
    Local,
    Mesh,
    Process,
    Service,
    VirtualNode,
    VirtualService,
    resolve,
)
from meshwright.plan import Index


@pytest.fixture(scope="module")
def index() -> Index:
    redis = Service("redis", Container("redis:7"), port=6379, protocol="tcp")
    web = Service("web", Container("web"), port=8080, calls=["redis", "web", "redis"])
    api = Service("api", Container("api"), port=8080, calls=[redis, web])
    mesh = Mesh(
        "shop",
        services=[redis, web, api],
        gateways=[Gateway("public", routes=[GatewayRoute("web", to="web"), GatewayRoute("again", to="web")])],
        virtual_nodes=[VirtualNode("job", Container("job"), backends=["api"])],
        virtual_services=[VirtualService("nobody")],
    )
    return Index(resolve(Environment("test", mesh, platform=Local({"*": Process(["serve"])}))))


def test_callers_are_nodes_then_gateways_each_once(index: Index) -> None:
    assert index.callers == {
        "redis": ("web-v1", "api-v1"),
        "web": ("web-v1", "api-v1", "public"),
        "api": ("job",),
        "nobody": (),
    }


def test_a_service_takes_connections_or_requests(index: Index) -> None:
    assert {name: index.is_tcp(name) for name in index.services} == {
        "redis": True,
        "web": False,
        "api": False,
        "nobody": False,
    }
