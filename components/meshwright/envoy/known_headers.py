"""Conditions of a service's route on headers that the gateway's route changes: what the gateway makes of them is known.

The service's routes see a request as the gateway passes it on, but Envoy reads every condition before it changes anything.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from meshwright.envoy.match import meets
from meshwright.envoy.path import Incombinable
from meshwright.plan.model import ClientHeader, HeaderChanges, Match, RateLimit, Route

_NUMBER = re.compile(r"[+-]?[0-9]{1,40}")


def behind(changes: HeaderChanges | None, route: Route) -> Route | None:
    """The route, and its fault, without the conditions that the changes fulfil; None where they break one of the route's.

    Raises Incombinable for a header to which a value is added, for what it has then depends on the request; and for
    cookies of a changed cookie header.
    """
    if changes is None:
        return route
    when = _left(changes, route.when)
    if when is None:
        return None
    fault = route.policy.fault
    if fault is not None:
        of_fault = _left(changes, fault.when)
        fault = replace(fault, when=of_fault) if of_fault is not None else None
    limit = _limit(changes, route.policy.rate_limit)
    return replace(route, when=when, policy=replace(route.policy, fault=fault, rate_limit=limit))


def _limit(changes: HeaderChanges, limit: RateLimit | None) -> RateLimit | None:
    """The limit. Where a gateway sets or removes the header of its clients, all of them are one client."""
    if limit is None or not isinstance(limit.client, ClientHeader):
        return limit
    if limit.client.header in {each.name for each in changes.add}:
        raise Incombinable(f"a rate limit by the header {limit.client.header}, which the gateway changes")
    known = {each.name for each in changes.set} | set(changes.remove)
    return replace(limit, client=None) if limit.client.header in known else limit


def _left(changes: HeaderChanges, when: Sequence[Match]) -> tuple[Match, ...] | None:
    """The conditions that the changes do not decide; None where they break one."""
    known: dict[str, str | None] = {each.name: each.value for each in changes.set} | dict.fromkeys(changes.remove)
    added = {each.name for each in changes.add}
    left = []
    for match in when:
        header = "cookie" if match.subject == "cookie" else match.name if match.subject == "header" else None
        if header in added or (match.subject == "cookie" and header in known):
            raise Incombinable(f"a condition on the {match.subject} {match.name}, which the gateway changes")
        if header not in known:
            left.append(match)
        elif not _holds(match, known[header]):
            return None
    return tuple(left)


def _holds(match: Match, value: str | None) -> bool:
    """A negated condition is not met by a request without the header, except for that on its presence."""
    if match.verb == "exists":
        return (value is not None) != match.inverted
    return value is not None and _is(match, value) != match.inverted


def _is(match: Match, value: str) -> bool:
    if match.verb == "between":
        return _NUMBER.fullmatch(value) is not None and match.low <= int(value) < match.high
    return meets(match.verb, match.value, value)
