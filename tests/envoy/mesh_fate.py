"""What App Mesh's rules say of a request in a random mesh, worked out from the plan alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl

import re2

from meshwright.plan import Index, Plan
from meshwright.plan.model import GatewayRoute as PlannedGatewayRoute
from meshwright.plan.model import HeaderChanges as PlannedHeaders
from meshwright.plan.model import Match
from meshwright.plan.model import Rewrite as PlannedRewrite
from meshwright.plan.model import Route as PlannedRoute

from .mesh_answers import Answered
from .mesh_answers import answered as answered_by
from .mesh_draw import CHANGED, Asked
from .mesh_faults import Done, planned

Headers = tuple[tuple[str, ...], ...]
"""The values of each of CHANGED."""
OWN = ("own",)


def headers(value: Callable[[str], Sequence[str]]) -> Headers:
    """The values of each of CHANGED."""
    return tuple(tuple(value(name)) for name in CHANGED)


@dataclass(frozen=True)
class Fate:
    """What should become of a request: the routes' names, the nodes with a weight, path and host as they arrive.

    `host` is None where it stays unknown. `sent` and `answered`: the values of each changed header in the request as it
    arrives, and in the response of an application that answers "own" in each.
    """

    route: str
    nodes: frozenset[str]
    path: str
    host: str | None
    sent: Headers
    answered: Headers
    done: Done


def through_gateway(plan: Plan, asked: Asked, asked_host: str) -> Fate | Answered | None:
    """App Mesh's two steps, one after the other: the gateway's first match, then the router's. None: 404."""
    index = Index(plan)
    for gateway_route in plan.virtual_gateways[0].routes:
        if all(_holds(match, asked, asked.path, asked_host) for match in gateway_route.when):
            own = _answered(gateway_route.response_headers)
            if found := answered_by(gateway_route.name, gateway_route, asked.url, asked.path, asked_host, own):
                return found
            seen = _rewritten(asked.path, gateway_route)
            passed_on = replace(asked, headers=_passed_on(asked, gateway_route.request_headers))
            route = _first(index.behind(gateway_route), passed_on, seen)
            if route is None:
                return None
            name = f"{gateway_route.name}/{route.name}"
            own = _answered(route.policy.response_headers, gateway_route.response_headers)
            if found := answered_by(name, route, asked.url, seen, asked_host, own):
                return found
            arrives = gateway_route.service if gateway_route.rewrite.host else asked_host
            return Fate(
                name,
                _nodes(route),
                seen,
                arrives,
                _sent(asked, gateway_route.request_headers, route.policy.request_headers),
                own,
                _done(route, passed_on),
            )
    return None


def from_node(plan: Plan, asked: Asked, service: str) -> Fate | Answered | None:
    """A call of another service. None: 404."""
    route = _first(Index(plan).routes(service), asked, asked.path)
    if route is None:
        return None
    sent, answered = _sent(asked, route.policy.request_headers), _answered(route.policy.response_headers)
    if found := answered_by(route.name, route, asked.url, asked.path, service, answered):
        return found
    return Fate(route.name, _nodes(route), asked.path, service, sent, answered, _done(route, asked))


def _done(route: PlannedRoute, asked: Asked) -> Done:
    return planned(route, lambda match: _holds(match, asked, asked.path, ""))


def _passed_on(asked: Asked, changes: PlannedHeaders | None) -> Mapping[str, str]:
    """The headers as the service's routes see them. Nothing is added to those of conditions (MW114)."""
    values = zip(CHANGED, _sent(asked, changes), strict=True)
    others = {name: value for name, value in asked.headers.items() if name not in CHANGED}
    return others | {name: each[0] for name, each in values if each}


def _sent(asked: Asked, *changes: PlannedHeaders | None) -> Headers:
    return headers(lambda name: _changed(name, [asked.headers[name]] if name in asked.headers else [], changes))


def _answered(*changes: PlannedHeaders | None) -> Headers:
    return headers(lambda name: _changed(name, OWN, changes))


def _changed(name: str, values: Sequence[str], changes: Sequence[PlannedHeaders | None]) -> Sequence[str]:
    """The values of a header after changes one after the other, by their definition in `description.header_changes`."""
    for each in changes:
        if each is not None:
            values = [] if name in each.remove else values
            values = [one.value for one in each.set if one.name == name] or values
            values = [*values, *(one.value for one in each.add if one.name == name)]
    return values


def _first(routes: Sequence[PlannedRoute], asked: Asked, seen: str) -> PlannedRoute | None:
    return next((route for route in routes if all(_holds(match, asked, seen, "") for match in route.when)), None)


def _nodes(route: PlannedRoute) -> frozenset[str]:
    return frozenset(target.node for target in route.targets if target.weight)


def _rewritten(seen: str, route: PlannedGatewayRoute) -> str:
    rewrite: PlannedRewrite = route.rewrite
    if rewrite.path is not None and any(match.subject == "path" and match.verb == "equals" for match in route.when):
        return rewrite.path
    prefix = next((m.value for m in route.when if m.subject == "path" and m.verb == "starts_with"), None)
    if prefix is None or rewrite.prefix is None or rewrite.prefix == prefix:
        return seen
    rest = seen.removeprefix(prefix)
    doubled = rewrite.prefix.endswith("/") and not prefix.endswith("/") and rest.startswith("/")
    return rewrite.prefix + (rest[1:] if doubled else rest)


def _holds(match: Match, asked: Asked, seen: str, asked_host: str) -> bool:
    """One condition by its definition in `description.match`."""
    if match.subject == "header":
        return _header(match, asked.headers.get(match.name))
    if match.subject == "cookie":
        jar = SimpleCookie(asked.headers.get("cookie", ""))
        value = jar[match.name].value if match.name in jar else None
        return (value is not None and _text(match, value)) != match.inverted
    value = {
        "path": seen,
        "method": asked.method,
        "scheme": "http",
        "host": asked_host,
        "query": dict(parse_qsl(asked.url.partition("?")[2])).get(match.name),
    }[match.subject]
    return value is not None and _text(match, value)


def _header(match: Match, value: str | None) -> bool:
    if match.verb == "exists":
        return (value is not None) != match.inverted
    return value is not None and _text(match, value) != match.inverted


def _text(match: Match, value: str) -> bool:
    if match.verb == "between":
        return value.isdigit() and match.low <= int(value) < match.high
    return {
        "exists": True,
        "equals": value == match.value,
        "starts_with": value.startswith(match.value),
        "ends_with": value.endswith(match.value),
        "matches": match.verb == "matches" and re2.fullmatch(match.value, value) is not None,
    }[match.verb]
