"""`meshwright envoy`."""

import json

import pytest
from tests.unit.cli.command import as_json, ran, run

from meshwright.delivery import bundle


def test_envoy_as_json_and_as_bundle() -> None:
    found = as_json("envoy", "local", "web-v1")
    assert set(found) == {"clusters", "listeners", "routes"}
    snapshot = bundle.read(ran("envoy", "local", "web-v1", "--bundle"), "web-v1")
    assert found == {"clusters": snapshot.clusters, "listeners": snapshot.listeners, "routes": snapshot.routes}
    assert json.loads(ran("envoy", "local", "web-v1")) == found


@pytest.mark.parametrize(("stack", "proxy"), [("local", "checkout-v2"), ("prod", "checkout-v2"), ("prod", "public")])
def test_envoy_bootstrap(stack: str, proxy: str) -> None:
    found = json.loads(ran("envoy", stack, proxy, "--bootstrap"))
    assert found["node"] == {"id": proxy, "cluster": "shop"}
    assert found["admin"]["address"]["socket_address"]["address"] == "127.0.0.1"


@pytest.mark.parametrize("proxy", ["web-v2", "pay-v1"])
def test_envoy_of_what_has_none(proxy: str) -> None:
    result = run("envoy", "prod", proxy)
    assert result.exit_code == 2
    assert "web-v1" in result.stderr
