"""Random meshes, and random requests for them. `mesh_fate.py` says what should become of each."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

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
from meshwright.plan import Plan, resolve

from .mesh_answers import draw_answer
from .mesh_faults import draw_fault, draw_limit, draw_mirror

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
        routes = [self._route(f"r{number}", versions) for number in range(self.random.randint(1, 4))]
        return Service(name, port=8080, versions=[Version(each, Container("x")) for each in versions], routes=routes)

    def _route(self, name: str, versions: Sequence[str]) -> Route:
        when = [self._condition() for _ in range(self.random.randint(0, 3))]
        if answer := draw_answer(self.random, when):
            return Route(name, when=when, response_headers=self._header_changes(), **answer)
        return Route(
            name,
            when=when,
            to={version: self.random.randint(0, 3) for version in versions} | {versions[0]: 1},
            retry=self.random.choice([None, "off", Retry(1, on=["server-error"])]),
            timeout=self.random.choice([None, "3s"]),
            request_headers=self._header_changes(),
            response_headers=self._header_changes(),
            fault=draw_fault(self.random, VALUES),
            rate_limit=draw_limit(self.random),
            mirror=draw_mirror(self.random, versions),
        )

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
        if answer := draw_answer(self.random, when):
            return GatewayRoute(name, when=when, response_headers=self._header_changes(), **answer)
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
