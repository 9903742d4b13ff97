"""MW201: a route that can never match, by itself or because an earlier route matches all of its requests."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from meshwright.checks.finding import finding
from meshwright.checks.implication import implies, impossible, universal
from meshwright.description import Condition, source
from meshwright.plan import Index
from meshwright.plan.model import GatewayRoute, Match, Origin, Route
from meshwright.problems import Problem

AnyRoute = TypeVar("AnyRoute", Route, GatewayRoute)
Key = tuple[str, str] | None


def check(index: Index) -> Iterable[Problem]:
    """Routers first, then gateways. A gateway route takes what matches it, whatever its service does with the request."""
    for router in index.plan.virtual_routers:
        yield from _check(router.routes, [listener.port for listener in router.listeners])
    for gateway in index.plan.virtual_gateways:
        ports = [listener.port for listener in gateway.listeners]
        for route in gateway.routes:  # those of routers are reported when the plan is resolved
            yield from _other_port(route, ports)
        yield from _check(gateway.routes, ports)


def _check(routes: Sequence[AnyRoute], ports: Sequence[int]) -> Iterable[Problem]:
    earlier: _Earlier[AnyRoute] = _Earlier()
    for route in routes:
        when = _without_port(route.when, ports)
        if conflict := impossible(when):
            yield _problem(
                route.origin,
                route.when,
                found=" and ".join(_shown(match) for match in conflict),
                expected="conditions that one request can fulfil",
                fix="remove one of them, or write two routes",
            )
        elif (before := earlier.covering(when)) is not None:
            yield _problem(
                route.origin,
                route.when,
                found=f'"{route.name}" after "{before.name}", which takes every request that "{route.name}" matches',
                expected="an earlier route that leaves some of them",
                fix=f'move it before "{before.name}", or give it a lower priority number',
            )
        else:
            earlier.add(route, when)


def _other_port(route: GatewayRoute, ports: Sequence[int]) -> Iterable[Problem]:
    wanted = [match for match in route.when if match.subject == "port" and match.value not in map(str, ports)]
    if wanted:
        yield _problem(
            route.origin,
            route.when,
            found=_shown(wanted[0]),
            expected="a port of the gateway: " + ", ".join(map(str, ports)),
            fix="name one of them, or remove the condition",
        )


def _problem(origin: Origin, when: Sequence[Match], *, found: str, expected: str, fix: str) -> Problem:
    at = ("when",) if when else ()
    return finding("MW201", origin, *at, found=found, expected=expected, fix=fix)


def _without_port(when: Sequence[Match], ports: Sequence[int]) -> Sequence[Match]:
    """Leaves out a condition on the only port, which every request fulfils."""
    if len(ports) != 1:
        return when
    return [match for match in when if match.subject != "port" or match.value != str(ports[0])]


def _shown(match: Match) -> str:
    return source.line(
        Condition(match.subject, match.verb, match.value, match.name, match.low, match.high, match.inverted)
    )


class _Earlier(Generic[AnyRoute]):
    """The earlier routes, by a host and a path of their conditions, so that each new one is compared with few of them."""

    def __init__(self) -> None:
        self._routes: dict[tuple[Key, Key], list[tuple[AnyRoute, Sequence[Match]]]] = {}
        self._lengths: set[int] = set()

    def add(self, route: AnyRoute, when: Sequence[Match]) -> None:
        """Adds a route, without the conditions that every request fulfils."""
        asked = [match for match in when if not universal(match)]
        key = (_key(asked, "host"), _key(asked, "path"))
        self._lengths |= {len(part[1]) for part in key if part}
        self._routes.setdefault(key, []).append((route, asked))

    def covering(self, when: Sequence[Match]) -> AnyRoute | None:
        """An earlier route that matches every request that fulfils these conditions."""
        for host in self._keys(when, "host"):
            for path in self._keys(when, "path"):
                for route, asked in self._routes.get((host, path), ()):
                    if all(any(implies(match, other) for match in when) for other in asked):
                        return route
        return None

    def _keys(self, when: Sequence[Match], subject: str) -> Iterator[Key]:
        """Every key whose condition may follow from these conditions."""
        yield None
        for match in when:
            if match.subject == subject and match.verb != "matches":
                value = match.value.lower() if subject == "host" else match.value
                yield ("equals", value)
                for length in self._lengths:
                    if length <= len(value) and subject == "host":
                        yield ("ends_with", value[len(value) - length :])
                    elif length <= len(value):
                        yield ("starts_with", value[:length])


def _key(when: Sequence[Match], subject: str) -> Key:
    for match in when:
        if match.subject == subject and match.verb != "matches":
            return match.verb, match.value.lower() if subject == "host" else match.value
    return None
