"""What routes, nodes and gateways inherit from their service, the mesh and the defaults."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from meshwright import (
    AccessLog,
    Gateway,
    Retry,
    Route,
    Timeout,
)

from .plan_builders import plan_of, route_of, service

SECOND = timedelta(seconds=1)


def test_retry_is_inherited_from_route_to_service_to_mesh_to_the_defaults() -> None:
    main = [Route("main", to="v1")]
    own = [Route("main", to="v1", retry=Retry(4))]
    assert route_of(plan_of(service())).policy.retry.attempts == 2  # type: ignore[union-attr]
    assert route_of(plan_of(service(), retry=Retry(1))).policy.retry.attempts == 1  # type: ignore[union-attr]
    assert route_of(plan_of(service(retry=Retry(3)), retry=Retry(1))).policy.retry.attempts == 3  # type: ignore[union-attr]
    assert route_of(plan_of(service(routes=own, retry="off"), retry="off")).policy.retry.attempts == 4  # type: ignore[union-attr]
    assert route_of(plan_of(service(), retry="off")).policy.retry is None
    assert route_of(plan_of(service(routes=main, retry="off"), retry=Retry(1))).policy.retry is None
    assert route_of(plan_of(service(routes=[replace(main[0], retry="off")]))).policy.retry is None


@pytest.mark.parametrize(
    ("mesh", "own", "route", "wanted"),
    [
        (None, None, None, 15 * SECOND),
        ("1s", None, None, SECOND),
        ("1s", "2s", None, 2 * SECOND),
        ("1s", "2s", "3s", 3 * SECOND),
        ("1s", "2s", timedelta(minutes=1), 60 * SECOND),
        ("1s", "off", None, None),
        ("off", None, None, None),
        ("off", None, "3s", 3 * SECOND),
        ("1s", "2s", "off", None),
        ("1s", "2s", Timeout(idle="9s"), 2 * SECOND),
        (None, Timeout(per_request="off"), None, None),
    ],
)
def test_a_timeout_is_inherited_likewise(mesh: Any, own: Any, route: Any, wanted: timedelta | None) -> None:
    plan = plan_of(service(timeout=own, routes=[Route("main", to="v1", timeout=route)]), timeout=mesh)
    assert route_of(plan).policy.timeout.per_request == wanted
    assert plan.virtual_nodes[0].listeners[0].timeout.per_request == wanted


def test_the_parts_of_a_timeout_are_inherited_one_by_one() -> None:
    plan = plan_of(service(timeout=Timeout(idle="1m")), timeout=Timeout(per_request="3s", idle="off"))
    assert (route_of(plan).policy.timeout.per_request, route_of(plan).policy.timeout.idle) == (3 * SECOND, 60 * SECOND)


def test_access_logs_and_health_checks_are_on_unless_they_are_off() -> None:
    node = plan_of(service()).virtual_nodes[0]
    assert node.access_log == plan_of(service(), gateways=[Gateway("g")]).virtual_gateways[0].access_log
    assert node.access_log is not None
    assert node.listeners[0].health_check is not None
    off = plan_of(service(health_check="off"), access_log="off").virtual_nodes[0]
    assert (off.access_log, off.listeners[0].health_check) == (None, None)
    again = plan_of(service(access_log=AccessLog(failures_only=True)), access_log="off").virtual_nodes[0]
    assert again.access_log is not None
    assert again.access_log.failures_only
