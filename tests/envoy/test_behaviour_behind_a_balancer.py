"""What gateways behind load balancers make of the headers that those set, asked of real Envoys."""

from collections.abc import Iterator

import pytest
from tests.waiting import until

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Service
from meshwright.envoy.health_check import OWN_PATH

from .world import Answer, Application, World, ask, world

PORTS = {"requests": 8080, "connections": 8081, "alone": 8082}
CLIENT, FORGED = "203.0.113.7", "10.0.0.1"
HEADERS = {"x_forwarded_for": f"{FORGED}, {CLIENT}", "x_forwarded_proto": "https"}
"""As an application load balancer sends them for a client who wrote an address of his own choice."""


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One service behind three gateways: one behind each kind of balancer, one without."""
    web = Service("web", Process(["app"]), port=8080)
    gateways = [Gateway(name, port=port, routes=[GatewayRoute("all", to=web)]) for name, port in PORTS.items()]
    mesh = Mesh("shop", services=[web], gateways=gateways)
    folder, apps = tmp_path_factory.mktemp("behind"), {"web-v1": Application("web-v1")}
    kinds = {"requests": "requests", "connections": "connections"}
    with world(Environment("test", mesh), folder, apps, balancers=kinds) as found:  # type: ignore[arg-type]
        until("it answers", lambda: get(found, "alone").status == 200)
        yield found


def get(behind: World, gateway: str, path: str = "/", **headers: str) -> Answer:
    return ask(behind.inbound[gateway, PORTS[gateway]], path, **headers)


def logged(behind: World, path: str) -> dict[str, object]:
    """The gateway's entry of a request."""
    found: list[dict[str, object]] = []

    def there() -> bool:
        found[:] = [each for each in behind.log() if each["path"] == path and each["direction"] == "gateway"]
        return bool(found)

    until("it is logged", there)
    return found[0]


def test_the_balancer_of_requests_says_who_asked_and_how(behind: World) -> None:
    got = get(behind, "requests", "/who", **HEADERS).headers
    assert got["x-forwarded-proto"] == "https"
    assert got["x-forwarded-for"].startswith(f"{FORGED}, {CLIENT},"), "and the balancer's own address behind it"
    assert str(logged(behind, "/who")["client"]).startswith(f"{CLIENT}:"), "not the address that the client made up"


def test_nobody_else_does(behind: World) -> None:
    for gateway in ("connections", "alone"):
        path = f"/who/{gateway}"
        assert get(behind, gateway, path, **HEADERS).headers["x-forwarded-proto"] == "http"
        assert str(logged(behind, path)["client"]).startswith("127.0.0.1:")


def test_its_trust_is_not_for_headers_that_steer_envoy(behind: World) -> None:
    soon = {"x_envoy_upstream_rq_timeout_ms": "50", "x_delay": "0.3", "x_forwarded_for": FORGED}
    assert get(behind, "requests", **soon).status == 200


def test_a_gateway_is_healthy_until_it_drains_whatever_is_behind_it(behind: World) -> None:
    app = behind.applications["web-v1"]
    app.stop()
    until("what is behind it is gone", lambda: get(behind, "alone").status == 503)
    assert [get(behind, each, OWN_PATH).status for each in ("requests", "connections")] == [200, 200]
    app.start()
    until("it is back", lambda: get(behind, "alone").status == 200)
    assert not [each for each in app.seen if each["path"] == OWN_PATH]
    behind.envoy.ask("/healthcheck/fail", "POST")
    assert [get(behind, each, OWN_PATH).status for each in ("requests", "connections")] == [503, 503]
    assert get(behind, "requests", "/order").status == 200, "what still comes is answered"
    behind.envoy.ask("/healthcheck/ok", "POST")
    assert not [each for each in behind.log() if each["path"] == OWN_PATH], "checks are not logged"
