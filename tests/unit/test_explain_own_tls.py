"""What an explanation says of TLS that applications speak themselves. Real Envoys do the same in
tests/envoy/test_behaviour_of_tunnels.py (on this machine) and tests/targets/test_capture.py (captured)."""

from typing import Literal

import pytest

from meshwright import Container, Environment, Fargate, Host, Local, Mesh, Process, Service, resolve
from meshwright.cli.routing import Routing
from meshwright.traffic import Explanation, NotExplainable

HOST = "pay.example"
Platform = Fargate | Local


def routing(platform: Platform, egress: Literal["allow", "deny"]) -> Routing:
    run = Process(["app"]) if isinstance(platform, Local) else Container("app")
    payments = Service("payments", Host(HOST), port=443)
    again = Service("again", Host("PAY.example"), port=443)
    plain = Service("plain.example", Host("plain.example"), port=80)
    api = Service("api.example", run, port=8080)
    web = Service("web", run, port=8080, calls=[payments, again, plain, api])
    mesh = Mesh("shop", services=[web, payments, again, plain, api], egress=egress)
    return Routing(resolve(Environment("test", mesh, platform=platform)))


def said(platform: Platform, egress: Literal["allow", "deny"], host: str) -> Explanation:
    return routing(platform, egress).own_tls("web-v1", host)


CAPTURED, HERE = Fargate("eu-west-1"), Local()


@pytest.mark.parametrize(
    ("platform", "egress", "host", "cluster"),
    [
        (CAPTURED, "deny", HOST, "payments-v1_443@tls"),
        (CAPTURED, "deny", "Pay.Example", "payments-v1_443@tls"),
        (CAPTURED, "deny", "s3.eu-west-1.amazonaws.com", "open_names"),
        (CAPTURED, "allow", HOST, "egress_connections"),
        (CAPTURED, "allow", "other.example", "egress_connections"),
        (CAPTURED, "allow", "plain.example", "egress_connections"),
        (HERE, "deny", HOST, "payments-v1_443@tls"),
        (HERE, "deny", "payments", "payments-v1_443@tls"),
        (HERE, "deny", "again", "payments-v1_443@tls"),
        (HERE, "allow", "other.example", "egress"),
    ],
)
def test_it_passes_unread(platform: Platform, egress: Literal["allow", "deny"], host: str, cluster: str) -> None:
    found = said(platform, egress, host)
    assert (found.outcome, [each.cluster for each in found.destinations]) == ("routed", [cluster])
    assert "no requests" in found.notes[0]


@pytest.mark.parametrize(
    ("platform", "egress", "host", "status"),
    [
        (CAPTURED, "deny", "other.example", 400),
        (CAPTURED, "deny", "sub.pay.example", 400),
        (CAPTURED, "deny", "plain.example", 400),
        (CAPTURED, "deny", "api.example", 400),
        (CAPTURED, "allow", "api.example", 400),
        (HERE, "deny", "other.example", 403),
        (HERE, "deny", "api.example", 400),
        (HERE, "allow", "api.example", 400),
    ],
)
def test_it_is_refused(platform: Platform, egress: Literal["allow", "deny"], host: str, status: int) -> None:
    found = said(platform, egress, host)
    assert (found.status, found.destinations) == (status, ())
    hint = routing(platform, egress).hint_of_tls(found, host)
    assert ("call http://" in hint) == (host in ("api.example", "plain.example"))
    assert hint


def test_it_passes_its_proxy_by() -> None:
    with pytest.raises(NotExplainable, match="does not pass its proxy"):
        said(Fargate("eu-west-1", capture="loopback"), "deny", HOST)
