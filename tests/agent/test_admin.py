"""What an application, which shares the loopback with Envoy, reaches of the admin interface."""

import http.client
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.waiting import until

from . import conftest as make

CLOSED = (
    "/quitquitquit",
    "/logging?level=trace",
    "/runtime_modify?overload.global_downstream_max_connections=1",
    "/reset_counters",
    "/healthcheck/ok",
    "/cpuprofiler?enable=y",
    "/",
)


@pytest.fixture
def envoy(tmp_path: Path) -> Iterator[make.Envoy]:
    made = make.Envoy(tmp_path, listeners=[]).start()
    until("Envoy is ready", made.ready)
    yield made
    made.kill()


def test_nobody_stops_or_changes_an_envoy_by_its_admin_interface(envoy: make.Envoy) -> None:
    assert {path: _post(envoy, path) for path in CLOSED} == dict.fromkeys(CLOSED, 403)
    assert envoy.ready()
    assert _post(envoy, "/healthcheck/fail") == 200, "a task that leaves asks for it"


def _post(envoy: make.Envoy, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", envoy.admin_port, timeout=10)
    connection.request("POST", path)
    return connection.getresponse().status
