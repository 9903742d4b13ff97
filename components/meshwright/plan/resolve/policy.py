"""The policies of a route: how each of them is inherited."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from meshwright.plan.model import RoutePolicy, Timeouts
from meshwright.plan.resolve import fault, header_changes, rate_limit, retry, timeout


@dataclass(frozen=True)
class Policy:
    """A policy that a mesh, a service and a route may have in a field of the policy's name."""

    resolve: Callable[[Any, Any, object], object]
    """Takes the value of the field, what is inherited, and the object that has the field."""
    tcp: bool
    """Whether it applies to TCP connections too, not only to requests."""


POLICIES: dict[str, Policy] = {
    "retry": Policy(retry.resolve, tcp=False),
    "timeout": Policy(timeout.resolve, tcp=True),
    "request_headers": Policy(header_changes.resolve, tcp=False),
    "response_headers": Policy(header_changes.resolve, tcp=False),
    "fault": Policy(fault.resolve, tcp=False),
    "rate_limit": Policy(rate_limit.resolve, tcp=False),
}
"""Every policy, by the name of its field."""


def of_an_answer(inherited: RoutePolicy) -> RoutePolicy:
    """The policies of a route that answers by itself: only changes of the response have an effect."""
    nothing = Timeouts(None, None, inherited.timeout.origin)
    return RoutePolicy(None, nothing, response_headers=inherited.response_headers)


def inherit(written: object, inherited: RoutePolicy, *, tcp: bool = False) -> RoutePolicy:
    """The policies of a mesh, a service or a route: each as it is written there, else as it is inherited."""
    values = {
        name: policy.resolve(getattr(written, name, None), getattr(inherited, name), written)
        for name, policy in POLICIES.items()
        if policy.tcp or not tcp
    }
    return replace(inherited, **values)  # type: ignore[arg-type]
