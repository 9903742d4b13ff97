"""Random meshes, random requests for them, and what App Mesh's rules say of each, worked out from the plan alone."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl

import re2

from meshwright import (
    Condition,
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    HeaderChanges,
    Mesh,
    Retry,
    Rewrite,
    Route,
    Service,
    Version,
    cookie,
    header,
    host,
    method,
    path,
    query,
    scheme,
)
from meshwright.plan import Index, Plan, resolve
from meshwright.plan.model import GatewayRoute as PlannedGatewayRoute
from meshwright.plan.model import HeaderChanges as PlannedHeaders
from meshwright.plan.model import Match
from meshwright.plan.model import Rewrite as PlannedRewrite
from meshwright.plan.model import Route as PlannedRoute

from .mesh_faults import Done, draw_fault, draw_mirror, planned

PATHS = ["/", "/api", "/api/", "/api/cart", "/apix", "/cart", "/cart/1", "/cart/12", "/v2/cart", "/x"]
PREFIXES = ["/", "/api", "/api/", "/cart", "/cart/", "/v2/"]
EXPRESSIONS = ["/cart/[0-9]+", "/.*", "/api(/.*)?", "/(cart|x)"]
NEW = ["/", "/cart", "/v2/", "/api/"]
HOSTS = ["shop.example", "api.shop.example", "other.example"]
CHANGED = ["x-a", "x-new"]
VALUES = ["a", "ab", "b", "5", "12"]


class MeshDraw:
    """Everything from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def plan(self) -> Plan:
        """A mesh of four services, of which the first calls the others, and a gateway before all."""
        services = [self._service(f"s{number}") for number in range(1, 4)]
        first = Service("s0", Container("x"), port=8080, calls=services)
        routes = [self._gateway_route(f"g{number}") for number in range(self.random.randint(1, 5))]
        mesh = Mesh("random", services=[first, *services], gateways=[Gateway("gateway", routes=routes)])
        return resolve(Environment("test", mesh, platform=Fargate("eu-west-1")))

    def request(self) -> "Asked":
        """A request with values from the same small pools, so that matches and near misses are frequent."""
        one = self.random.choice
        headers = {name: one(VALUES) for name in ("x-a", "x-b") if self.random.random() < 0.5}
        if self.random.random() < 0.5:
            headers["cookie"] = "; ".join(f"{name}={one(VALUES)}" for name in ("c", "d") if self.random.random() < 0.7)
        text = f"?q={one(VALUES)}" if self.random.random() < 0.4 else ""
        return Asked(one(["GET", "POST"]), one(PATHS) + text, headers)

    def _service(self, name: str) -> Service:
        versions = ["v1", "v2", "v3"][: self.random.randint(1, 3)]
        routes = [
            Route(
                f"r{number}",
                when=[self._condition() for _ in range(self.random.randint(0, 3))],
                to={version: self.random.randint(0, 3) for version in versions} | {versions[0]: 1},
                retry=self.random.choice([None, "off", Retry(1, on=["server-error"])]),
                timeout=self.random.choice([None, "3s"]),
                request_headers=self._header_changes(),
                response_headers=self._header_changes(),
                fault=draw_fault(self.random, VALUES),
                mirror=draw_mirror(self.random, versions),
            )
            for number in range(self.random.randint(1, 4))
        ]
        return Service(name, port=8080, versions=[Version(each, Container("x")) for each in versions], routes=routes)

    def _header_changes(self) -> HeaderChanges | None:
        """Each header in one way at most."""
        if self.random.random() < 0.5:
            return None
        kinds = {name: self.random.choice(["set", "add", "remove", ""]) for name in CHANGED}
        value = self.random.choice(VALUES)
        return HeaderChanges(
            {name: self.random.choice([value, f"{value} 5 %"]) for name, kind in kinds.items() if kind == "set"},
            {name: value for name, kind in kinds.items() if kind == "add"},
            [name for name, kind in kinds.items() if kind == "remove"],
        )

    def _condition(self) -> Condition:
        one = self.random.choice
        value, header_name = one(VALUES), one(["x-a", "x-b"])
        kinds: list[Callable[[], Condition]] = [
            lambda: path.equals(one(PATHS)),
            lambda: path.starts_with(one(PREFIXES)),
            lambda: path.matches(one(EXPRESSIONS)),
            lambda: method.equals(one(["GET", "POST"])),
            lambda: scheme.equals("http"),
            lambda: header(header_name).equals(value),
            lambda: header(header_name).starts_with(value),
            lambda: header(header_name).ends_with(value),
            lambda: header(header_name).matches(f"{value}.?"),
            lambda: header(header_name).between(1, 12),
            lambda: header(header_name).exists(),
            lambda: cookie(one(["c", "d"])).equals(value),
            lambda: cookie(one(["c", "d"])).exists(),
            lambda: query("q").equals(value),
            lambda: query("q").exists(),
        ]
        drawn = one(kinds)()
        return ~drawn if drawn.subject in ("header", "cookie") and self.random.random() < 0.3 else drawn

    def _gateway_route(self, name: str) -> GatewayRoute:
        one = self.random.choice
        when: list[Condition] = []
        if self.random.random() < 0.6:
            when.append(one([host.equals(one(HOSTS)), host.ends_with("shop.example"), host.ends_with(".example")]))
        kind = one(["prefix", "exact", "expression", "none"])
        rewrite: Rewrite | str | None = one([None, "off"])
        if kind == "prefix":
            when.append(path.starts_with(one(PREFIXES)))
            rewrite = one([None, "off", Rewrite(prefix=one(NEW)), Rewrite(host="off")])
        elif kind == "exact":
            when.append(path.equals(one(PATHS)))
            rewrite = one([None, "off", Rewrite(path=one(PATHS))])
        elif kind == "expression":
            when.append(path.matches(one(EXPRESSIONS)))
        if self.random.random() < 0.3:
            when.append(header("x-a").equals(one(VALUES)))
        return GatewayRoute(
            name,
            to=f"s{self.random.randint(1, 3)}",
            when=when,
            rewrite=rewrite,  # type: ignore[arg-type]
            request_headers=self._header_changes(),
            response_headers=self._header_changes(),
        )


@dataclass(frozen=True)
class Asked:
    """A request without its host. Each header stands once."""

    method: str
    url: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return self.url.partition("?")[0]


Headers = tuple[tuple[str, ...], ...]
"""The values of each of CHANGED."""
OWN = ("own",)


def headers(value: Callable[[str], Sequence[str]]) -> Headers:
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


def through_gateway(plan: Plan, asked: Asked, asked_host: str) -> Fate | None:
    """App Mesh's two steps, one after the other: the gateway's first match, then the router's. None: 404."""
    index = Index(plan)
    for gateway_route in plan.virtual_gateways[0].routes:
        if all(_holds(match, asked, asked.path, asked_host) for match in gateway_route.when):
            seen = _rewritten(asked.path, gateway_route)
            passed_on = replace(asked, headers=_passed_on(asked, gateway_route.request_headers))
            route = _first(index.routes(gateway_route.service), passed_on, seen)
            if route is None:
                return None
            arrives = gateway_route.service if gateway_route.rewrite.host else asked_host
            return Fate(
                f"{gateway_route.name}/{route.name}",
                _nodes(route),
                seen,
                arrives,
                _sent(asked, gateway_route.request_headers, route.policy.request_headers),
                _answered(route.policy.response_headers, gateway_route.response_headers),
                _done(route, asked),
            )
    return None


def from_node(plan: Plan, asked: Asked, service: str) -> Fate | None:
    """A call of another service. None: 404."""
    route = _first(Index(plan).routes(service), asked, asked.path)
    if route is None:
        return None
    sent, answered = _sent(asked, route.policy.request_headers), _answered(route.policy.response_headers)
    return Fate(route.name, _nodes(route), asked.path, service, sent, answered, _done(route, asked))


def _done(route: PlannedRoute, asked: Asked) -> Done:
    return planned(route, lambda match: _holds(match, asked, asked.path, ""))


def _passed_on(asked: Asked, changes: PlannedHeaders | None) -> Mapping[str, str]:
    """The headers as the service's routes see them. Nothing is added to those of conditions (MW114)."""
    values = {
        name: _changed(name, [asked.headers[name]] if name in asked.headers else [], [changes]) for name in CHANGED
    }
    return {name: each for name, each in asked.headers.items() if name not in CHANGED} | {
        name: each[0] for name, each in values.items() if each
    }


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
