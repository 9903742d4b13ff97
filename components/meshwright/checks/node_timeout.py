"""MW203: a route with a longer timeout than its target, whose Envoy ends the request first."""

from collections.abc import Iterable
from datetime import timedelta

from meshwright.checks.finding import finding
from meshwright.plan import Index, defaults
from meshwright.plan.model import Listener, Route, Timeouts
from meshwright.problems import Problem
from meshwright.units import show_duration


def check(index: Index) -> Iterable[Problem]:
    """Routes with App Mesh's default timeout are left out: a shorter timeout of the node is intended there."""
    for router in index.plan.virtual_routers:
        for route in router.routes:
            if route.policy.timeout.origin != defaults.TIMEOUT.origin:
                yield from _route(index, route, "timeout")
    for service in index.plan.virtual_services:
        if service.route and service.route.policy.timeout.origin != defaults.TIMEOUT.origin:
            yield from _route(index, service.route)


def _route(index: Index, route: Route, *at: str) -> Iterable[Problem]:
    for target in route.targets:
        node = index.nodes[target.node]
        listener = node.listener(target.port)
        if not node.has_proxy:  # no Envoy enforces a timeout there
            continue
        if cut := _cut(route.policy.timeout, listener):
            waits, ends, field = cut
            yield finding(
                "MW203",
                route.origin,
                *at,
                found=f"{_shown(waits)}; {node.name} times out after {_shown(ends)} on port {target.port}",
                expected=f"at most {_shown(ends)}, or a listener of {node.name} with as long a timeout",
                fix=f"raise {field} on the node's listener as well, or lower it here",
            )


def _cut(waits: Timeouts, listener: Listener) -> tuple[timedelta | None, timedelta | None, str] | None:
    """The timeout of the route, the shorter one of the node, and the field that has it. None: none is shorter."""
    ends = listener.timeout
    if _longer(waits.per_request, ends.per_request):
        return waits.per_request, ends.per_request, "per_request"
    # A request that ends earlier than the idle timeout can never reach it.
    if _longer(waits.idle, ends.idle) and _longer(waits.per_request, ends.idle):
        return waits.idle, ends.idle, "idle"
    return None


def _longer(one: timedelta | None, other: timedelta | None) -> bool:
    return other is not None and (one is None or one > other)


def _shown(value: timedelta | None) -> str:
    return "no timeout" if value is None else show_duration(value)
