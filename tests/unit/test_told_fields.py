"""A field of the plan is told to people: `diff` compares it, and the graph shows it.

Where a test fails for a new field, tell it there, or add it to the test with what tells it instead.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from meshwright import resolve
from meshwright.plan.model import (
    AccessLog,
    ConnectionPool,
    GatewayListener,
    HealthCheck,
    Listener,
    OutlierDetection,
    Plan,
    RoutePolicy,
    VirtualGateway,
    VirtualNode,
)
from meshwright.traffic.diff import plan_changes
from meshwright.traffic.graph import facts

from .random_environments import RICH

PLAN = resolve(RICH)
NODE = PLAN.virtual_nodes[0]
LISTENER = NODE.listeners[0]
INNER = PLAN.virtual_gateways[1]
ROUTE = PLAN.virtual_routers[0].routes[0]


class Reads:
    """Stands for an object, and notes which of its fields are read."""

    def __init__(self, whole: object) -> None:
        self._whole = whole
        self.fields: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        self.fields.add(name)
        return getattr(self._whole, name)


def _run(tell: Callable[[Any], object], whole: object) -> set[str]:
    reads = Reads(whole)
    found = tell(reads)
    if not isinstance(found, str):
        list(found)  # type: ignore[call-overload]
    return reads.fields


DIFF: dict[type, tuple[object, Callable[[Any], object], set[str]]] = {
    Plan: (
        PLAN,
        lambda each: [*plan_changes._mesh(each, each), *plan_changes.plan_changes(each, each)],
        {"virtual_routers"},  # the changed requests
    ),
    VirtualNode: (NODE, lambda each: plan_changes._node(each, each), {"name", "service", "version", "origin"}),
    Listener: (
        LISTENER,
        lambda each: plan_changes._listener(each, each, ""),
        {"port", "timeout", "origin"},  # the timeout: verdicts/timeout.py
    ),
    VirtualGateway: (INNER, lambda each: plan_changes._gateway(each, each), {"name", "routes", "origin"}),
    GatewayListener: (
        INNER.listeners[0],
        lambda each: plan_changes._gateway(*[replace(INNER, listeners=(each,))] * 2),
        set(),
    ),
    HealthCheck: (
        LISTENER.health_check,
        lambda each: plan_changes._health_check("", each, each),
        {"origin"},
    ),
    OutlierDetection: (LISTENER.outlier_detection, plan_changes._outlier_detection, {"origin"}),
    ConnectionPool: (LISTENER.connection_pool, lambda each: plan_changes._pool("", each, each), {"origin"}),
    AccessLog: (AccessLog(failures_only=True, origin=""), plan_changes._access_log, {"origin"}),
}
"""An object of each class, what compares it, and the fields that it does not compare."""


@pytest.mark.parametrize("kind", DIFF, ids=lambda kind: kind.__name__)
def test_diff_compares_every_field(kind: type) -> None:
    whole, tell, elsewhere = DIFF[kind]
    forgotten = {each.name for each in fields(kind)} - _run(tell, whole) - elsewhere
    assert not forgotten, f"traffic/diff/plan_changes.py does not compare {sorted(forgotten)} of {kind.__name__}"


TITLES = {each.name: each.name for each in PLAN.virtual_nodes}
GRAPH: dict[type, tuple[object, Callable[[Any], object], set[str]]] = {
    VirtualNode: (NODE, facts.of_node, {"name", "service", "version", "backends", "access_log"}),
    Listener: (LISTENER, lambda each: facts._listener(each, ""), {"origin"}),
    RoutePolicy: (ROUTE.policy, lambda each: facts._way(replace(ROUTE, policy=each), TITLES).facts, set()),
}


@pytest.mark.parametrize("kind", GRAPH, ids=lambda kind: kind.__name__)
def test_the_graph_shows_every_field(kind: type) -> None:
    whole, tell, elsewhere = GRAPH[kind]
    forgotten = {each.name for each in fields(kind)} - _run(tell, whole) - elsewhere
    assert not forgotten, f"traffic/graph/facts.py does not show {sorted(forgotten)} of {kind.__name__}"
