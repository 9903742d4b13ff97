"""Random pairs of meshes, of which the second is a mutation of the first."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Literal

from meshwright import (
    Abort,
    Condition,
    Container,
    Delay,
    Fault,
    GatewayRoute,
    Host,
    Mirror,
    RateLimit,
    Retry,
    Rewrite,
    Route,
    Target,
    Timeout,
    cookie,
    header,
    host,
    method,
    path,
    port,
    query,
    scheme,
)
from meshwright.description.match import When

from .random_mesh import RandomMesh, Web

PATHS = ["/", "/a", "/a/", "/a/b", "/ab", "/a/b/1", "/c", "/c/12", "/v2/c", "/x.y"]
EXPRESSIONS = ["/a/[0-9]+", "/.*", "/a(/.*)?", "/(a|c)", "(?i)/A.*", "/a/b/[^/]{1,2}", ".*/[0-9]*", "/c/1.?"]
VALUES = ["a", "ab", "b", "5", "12", "-3", "a b", ""]
TEXTS = ["[ab]+", "a.?", ".*b", "(?i)AB?", "[^a].*", "[0-9]{1,2}", "a|b|", "a*", "v\\.1"]
HEADERS = ["x-a", "x-a", "x-b", "user-agent"]
HOSTS = ["shop.example", "api.shop.example", "other.example"]
SUFFIXES = [".shop.example", ".example", "shop.example", "y.shop.example"]
NEW = ["/", "/a", "/v2/", "/a/"]


class RandomPairs:
    """Everything from one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.number = 0

    def pair(self, mutations: int) -> tuple[RandomMesh, RandomMesh]:
        """A mesh, and what becomes of it after so many mutations."""
        old = self.mesh()
        new = old.copy()
        for _ in range(mutations):
            self.one(self.mutations())(new)
        return old, new

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def one(self, pool: Any) -> Any:
        return self.random.choice(pool)

    def mesh(self) -> RandomMesh:
        drawn = RandomMesh(
            egress=self.one(["allow", "deny"]), ports=[8080], database={"v1": 90, "v2": self.one([0, 10])}
        )
        for name in ("s1", "s2"):
            versions = {each: Container("x") for each in ["v1", "v2", "v3"][: self.random.randint(1, 3)]}
            drawn.services[name] = Web(versions, [self.route(list(versions)) for _ in range(self.random.randint(1, 4))])
        backends = ["s1", "s2", "raw.example", "db"]
        drawn.calls = {"c0": backends, "c1": self.random.sample(backends, 2)}
        drawn.raw = [self.raw_route() for _ in range(self.random.randint(0, 3))]
        drawn.gateway = [self.gateway_route() for _ in range(self.random.randint(1, 4))]
        return drawn

    def route(self, versions: list[str]) -> Route:
        return Route(
            self.name("r"),
            when=self.conditions(),
            to=self.weights(versions),
            retry=self.one([None, None, "off", Retry(1, on=["server-error"])]),
            timeout=self.one([None, None, "3s", Timeout(idle="off")]),
        )

    def raw_route(self) -> Route:
        when = [*self.conditions(), *([port.equals(self.one([8080, 9090]))] if self.chance(0.4) else [])]
        targets = [
            Target(node, self.one([1, 2, 3]), port=self.one([8080, 9090]))
            for node in self.one([["blue"], ["blue", "green"], ["blue", "blue", "green"]])
        ]
        return Route(self.name("w"), when=when, to=targets)

    def name(self, kind: str) -> str:
        self.number += 1
        return f"{kind}{self.number}"

    def weights(self, versions: list[str]) -> dict[str, int]:
        return {version: self.random.randint(0, 3) for version in versions} | {versions[0]: 1}

    def conditions(self) -> list[Condition]:
        return [self.condition() for _ in range(self.one([0, 1, 1, 1, 2, 3]))]

    def condition(self) -> Condition:
        one, value, name = self.one, self.one(VALUES), self.one(HEADERS)
        kinds: list[tuple[int, Callable[[], Condition]]] = [
            (1, lambda: path.equals(one(PATHS))),
            (3, lambda: path.starts_with(one(PATHS))),
            (1, lambda: path.matches(one(EXPRESSIONS))),
            (1, lambda: method.equals(one(["GET", "POST", "HEAD"]))),
            (1, lambda: scheme.equals(one(["http", "https"]))),
            (2, lambda: header(name).equals(value)),
            (1, lambda: header(name).starts_with(value)),
            (1, lambda: header(name).ends_with(value)),
            (1, lambda: header(name).matches(one(TEXTS))),
            (1, lambda: header(name).between(one([-3, 0, 5]), one([1, 6, 12, 13]))),
            (1, lambda: header(name).exists()),
            (1, lambda: one([cookie("c").equals, cookie("c").starts_with, cookie("d").ends_with])(value)),
            (1, lambda: one([cookie("c").matches(one(TEXTS)), cookie("d").exists()])),
            (1, lambda: one([query("q").equals(value), query("q").exists()])),
        ]
        drawn: Condition = self.random.choices([each for _, each in kinds], [often for often, _ in kinds])[0]()
        return ~drawn if drawn.subject in ("header", "cookie") and self.chance(0.3) else drawn

    def gateway_route(self) -> GatewayRoute:
        when: list[Condition] = []
        if self.chance(0.5):
            when.append(self.one([host.equals(self.one(HOSTS)), host.ends_with(self.one(SUFFIXES))]))
        if self.chance(0.15):
            when.append(port.equals(self.one([8080, 9000])))
        kind = self.one(["prefix", "prefix", "exact", "expression", "none"])
        if kind == "prefix":
            when.append(path.starts_with(self.one(PATHS)))
        elif kind == "exact":
            when.append(path.equals(self.one(PATHS)))
        elif kind == "expression":
            when.append(path.matches(self.one(EXPRESSIONS)))
        if self.chance(0.3):
            when.append(header("x-a").equals(self.one(VALUES)))
        to = self.one(["s1", "s1", "s2", "raw.example"])
        return GatewayRoute(self.name("g"), to=to, when=when, rewrite=self.rewrite(when))

    def rewrite(self, when: When | None) -> Rewrite | Literal["off"] | None:
        conditions = [when] if isinstance(when, Condition) else when or []
        paths = [condition for condition in conditions if condition.subject == "path"]
        kinds = [
            Rewrite(prefix=self.one([*NEW, f"{each.value.rstrip('/')}/"]))
            if each.verb == "starts_with"
            else Rewrite(path=self.one(PATHS))
            for each in paths
        ]
        choices: list[Rewrite | Literal["off"] | None] = [None, "off", Rewrite(host="off"), *kinds, *kinds]
        return self.random.choice(choices)

    # What one change of a description does

    def mutations(self) -> list[Callable[[RandomMesh], None]]:
        return [
            *[self.weight, self.policy, self.condition_changed, self.condition_dropped, self.route_added] * 2,
            *[self.route_removed, self.routes_swapped, self.gateway_changed, self.gateway_added, self.gateway_removed]
            * 2,
            self.gateway_swapped,
            self.tried,
            self.port_changed,
            self.backend_changed,
            self.version_changed,
            self.egress_changed,
            self.node_timeout,
            self.raw_changed,
            self.database_changed,
            self.nothing,
            self.renamed,
        ]

    def _routes(self, drawn: RandomMesh) -> tuple[list[Route], list[str] | None]:
        """The routes of one service. No versions: they are raw."""
        name = self.one(["s1", "s1", "s2", "raw"])
        if name == "raw" and drawn.raw:
            return drawn.raw, None
        web = drawn.services["s1" if name == "raw" else name]
        return web.routes, list(web.versions)

    def _changed(self, drawn: RandomMesh, change: Callable[[Route, list[str] | None], Route]) -> None:
        routes, versions = self._routes(drawn)
        index = self.random.randrange(len(routes))
        routes[index] = change(routes[index], versions)

    def weight(self, drawn: RandomMesh) -> None:
        def change(route: Route, versions: list[str] | None) -> Route:
            return replace(route, to=self.weights(versions) if versions else self.raw_route().to)

        self._changed(drawn, change)

    def policy(self, drawn: RandomMesh) -> None:
        retry = self.one([None, "off", Retry(2), Retry(1, on=["gateway-error"], per_try="1s")])
        timeout = self.one([None, "1s", "off", Timeout(idle="9s")])
        self._changed(drawn, lambda route, _: replace(route, retry=retry, timeout=timeout))

    def tried(self, drawn: RandomMesh) -> None:
        """Faults, rate limits, and copies to a version of the service."""
        fault = self.one(
            [
                None,
                "off",
                Fault(Delay("1s", 5)),
                Fault(None, Abort(503), header("x-a").exists()),
                Fault(abort=Abort(500)),
            ]
        )

        limit = self.one([None, "off", RateLimit(5), RateLimit(5, burst=9), RateLimit(5, client=header("x-a"))])

        def change(route: Route, versions: list[str] | None) -> Route:
            mirror = self.one([None, Mirror(self.one(versions), share=self.one([5, 100]))]) if versions else None
            return replace(route, fault=fault, mirror=mirror, rate_limit=limit)

        self._changed(drawn, change)

    def condition_changed(self, drawn: RandomMesh) -> None:
        self._changed(drawn, lambda route, _: replace(route, when=[*self.dropped(route), self.condition()]))

    def condition_dropped(self, drawn: RandomMesh) -> None:
        self._changed(drawn, lambda route, _: replace(route, when=self.dropped(route)))

    def dropped(self, route: Any) -> list[Condition]:
        when = list(route.when)
        if when:
            del when[self.random.randrange(len(when))]
        return when

    def route_added(self, drawn: RandomMesh) -> None:
        routes, versions = self._routes(drawn)
        routes.insert(self.random.randint(0, len(routes)), self.route(versions) if versions else self.raw_route())

    def route_removed(self, drawn: RandomMesh) -> None:
        routes, versions = self._routes(drawn)
        if len(routes) > 1 or not versions:
            del routes[self.random.randrange(len(routes))]

    def routes_swapped(self, drawn: RandomMesh) -> None:
        self.random.shuffle(self._routes(drawn)[0])

    def gateway_changed(self, drawn: RandomMesh) -> None:
        if drawn.gateway:
            index = self.random.randrange(len(drawn.gateway))
            other = self.gateway_route()
            before = drawn.gateway[index]
            drawn.gateway[index] = self.one(
                [
                    replace(before, to=other.to),
                    replace(before, rewrite=self.rewrite(before.when)),
                    replace(before, when=other.when, rewrite=other.rewrite),
                ]
            )

    def gateway_added(self, drawn: RandomMesh) -> None:
        drawn.gateway.insert(self.random.randint(0, len(drawn.gateway)), self.gateway_route())

    def gateway_removed(self, drawn: RandomMesh) -> None:
        if drawn.gateway:
            del drawn.gateway[self.random.randrange(len(drawn.gateway))]

    def gateway_swapped(self, drawn: RandomMesh) -> None:
        self.random.shuffle(drawn.gateway)

    def port_changed(self, drawn: RandomMesh) -> None:
        drawn.ports = self.one([[8080], [8080, 9000], [9000]])
        drawn.limited = self.one([None, 8080, 9000])

    def backend_changed(self, drawn: RandomMesh) -> None:
        drawn.calls["c1"] = self.random.sample(["s1", "s2", "raw.example", "db"], self.random.randint(0, 3))

    def version_changed(self, drawn: RandomMesh) -> None:
        name = self.one(["s1", "s2"])
        drawn.services[name].versions |= {self.one(["v1", "v4"]): self.one([Container("x"), Host("far.example")])}

    def egress_changed(self, drawn: RandomMesh) -> None:
        drawn.egress = "deny" if drawn.egress == "allow" else "allow"

    def node_timeout(self, drawn: RandomMesh) -> None:
        drawn.services[self.one(["s1", "s2"])].timeout = self.one(["2s", "60s", "off"])

    def raw_changed(self, drawn: RandomMesh) -> None:
        drawn.raw = [self.raw_route() for _ in range(self.random.randint(0, 3))]

    def database_changed(self, drawn: RandomMesh) -> None:
        drawn.database = {"v1": 50, "v2": self.one([0, 50])}

    def nothing(self, drawn: RandomMesh) -> None:
        pass

    def renamed(self, drawn: RandomMesh) -> None:
        drawn.mesh = "other"
